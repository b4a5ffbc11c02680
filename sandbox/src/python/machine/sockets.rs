//! Sockets there are none of: asking for one is refused in the words of POSIX, which Python raises as `PermissionError`.
//! What could only be done with a socket is never reached.

use super::Machine;
use crate::error::Cause;
use wasmtime::component::{
    Component, Linker, LinkerInstance, Resource, ResourceType, Val, types::ComponentItem,
};

/// How values of the interface lie in memory.
#[allow(unsafe_code, reason = "generated from the type")]
mod lowered {
    use wasmtime::component::{ComponentType, Lift, Lower};

    /// What can go wrong with sockets: all that the interface names, of which one happens.
    #[allow(dead_code, reason = "the interface names them")]
    #[expect(
        clippy::enum_variant_names,
        reason = "they are the interface's own names"
    )]
    #[derive(Clone, Copy, Debug, ComponentType, Lift, Lower)]
    #[component(enum)]
    #[repr(u8)]
    pub(super) enum Failure {
        #[component(name = "unknown")]
        Unknown,
        #[component(name = "access-denied")]
        AccessDenied,
        #[component(name = "not-supported")]
        NotSupported,
        #[component(name = "invalid-argument")]
        InvalidArgument,
        #[component(name = "out-of-memory")]
        OutOfMemory,
        #[component(name = "timeout")]
        Timeout,
        #[component(name = "concurrency-conflict")]
        ConcurrencyConflict,
        #[component(name = "not-in-progress")]
        NotInProgress,
        #[component(name = "would-block")]
        WouldBlock,
        #[component(name = "invalid-state")]
        InvalidState,
        #[component(name = "new-socket-limit")]
        NewSocketLimit,
        #[component(name = "address-not-bindable")]
        AddressNotBindable,
        #[component(name = "address-in-use")]
        AddressInUse,
        #[component(name = "remote-unreachable")]
        RemoteUnreachable,
        #[component(name = "connection-refused")]
        ConnectionRefused,
        #[component(name = "connection-reset")]
        ConnectionReset,
        #[component(name = "connection-aborted")]
        ConnectionAborted,
        #[component(name = "datagram-too-large")]
        DatagramTooLarge,
        #[component(name = "name-unresolvable")]
        NameUnresolvable,
        #[component(name = "temporary-resolver-failure")]
        TemporaryResolverFailure,
        #[component(name = "permanent-resolver-failure")]
        PermanentResolverFailure,
    }
}

use lowered::Failure;

const PREFIX: &str = "wasi:sockets/";
/// Where a socket or a name could come from.
const SOURCES: [&str; 2] = ["create-tcp-socket", "create-udp-socket"];
const NAMES: &str = "resolve-addresses";
/// Handed out before a name is looked up; it names nothing.
const NETWORK: &str = "instance-network";
/// The interface that each kind of thing belongs to.
const OWNERS: [(&str, &str); 6] = [
    ("network", "network"),
    ("tcp", "tcp-socket"),
    ("udp", "udp-socket"),
    ("udp", "incoming-datagram-stream"),
    ("udp", "outgoing-datagram-stream"),
    ("ip-name-lookup", "resolve-address-stream"),
];

/// Defines all that the component imports of sockets.
pub(in crate::python) fn refuse(
    linker: &mut Linker<Machine>,
    component: &Component,
) -> wasmtime::Result<()> {
    let engine = component.engine().clone();
    let imports = component.component_type();
    for (name, import) in imports.imports(&engine) {
        let (true, ComponentItem::ComponentInstance(instance)) =
            (name.starts_with(PREFIX), &import.ty)
        else {
            continue;
        };
        let mut defined = linker.instance(name)?;
        let interface = name[PREFIX.len()..].split('@').next().unwrap_or("");
        for (item, export) in instance.exports(&engine) {
            match export.ty {
                ComponentItem::ComponentFunc(_) => function(&mut defined, item)?,
                ComponentItem::Resource(_) if OWNERS.contains(&(interface, item)) => {
                    defined.resource(item, ResourceType::host::<()>(), |_, _| Ok(()))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn function(defined: &mut LinkerInstance<'_, Machine>, name: &str) -> wasmtime::Result<()> {
    if name == NETWORK {
        return defined.func_wrap(name, |_, (): ()| Ok((Resource::<()>::new_own(0),)));
    }
    if name == NAMES {
        return defined.func_wrap(name, |mut guest, (_, name): (Resource<()>, String)| {
            guest.data_mut().work(name.len() as u64)?;
            Ok((Err::<Resource<()>, _>(Failure::NameUnresolvable),))
        });
    }
    let source = SOURCES.contains(&name);
    defined.func_new(name, move |mut guest, _, _, results| {
        guest.data_mut().work(0)?;
        if !source {
            return Err(Cause::Trap("it used a socket that it cannot have".into()).into());
        }
        let denied = Val::Enum("access-denied".into());
        results[0] = Val::Result(Err(Some(Box::new(denied))));
        Ok(())
    })
}
