//! `wasi:filesystem` over the tree. Times are fixed, listings in order, links not there.

use super::{
    Descriptor, Entries, Machine, Refused,
    bindings::wasi::{
        clocks::wall_clock::Datetime,
        filesystem::{
            preopens,
            types::{
                self, Advice, DescriptorFlags, DescriptorStat, DescriptorType, DirectoryEntry,
                ErrorCode, MetadataHashValue, NewTimestamp, OpenFlags, PathFlags,
            },
        },
    },
    io::{InStream, OutStream},
    tree::{self, Kind, Trouble, resolve},
};
use crate::error::Cause;
use wasmtime::component::Resource;

/// When every file was made, read and changed: the first second of 2000.
const TIME: Datetime = Datetime {
    seconds: 946_684_800,
    nanoseconds: 0,
};
/// Bytes that one read gives at most.
pub(super) const MOST_READ: u64 = 1 << 20;

type Answer<T> = Result<T, Refused>;
type Handle = Resource<Descriptor>;

impl From<ErrorCode> for Refused {
    fn from(code: ErrorCode) -> Self {
        Self::Code(code)
    }
}

impl From<Cause> for Refused {
    fn from(cause: Cause) -> Self {
        Self::Stop(cause.into())
    }
}

impl From<wasmtime::Error> for Refused {
    fn from(error: wasmtime::Error) -> Self {
        Self::Stop(error)
    }
}

impl From<wasmtime::component::ResourceTableError> for Refused {
    fn from(error: wasmtime::component::ResourceTableError) -> Self {
        Self::Stop(error.into())
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Self::Code(match trouble {
            Trouble::NoEntry => ErrorCode::NoEntry,
            Trouble::Exists => ErrorCode::Exist,
            Trouble::NotFolder => ErrorCode::NotDirectory,
            Trouble::IsFolder => ErrorCode::IsDirectory,
            Trouble::NotEmpty => ErrorCode::NotEmpty,
            Trouble::NoSpace => ErrorCode::InsufficientSpace,
            Trouble::NameTooLong => ErrorCode::NameTooLong,
            Trouble::NotPermitted => ErrorCode::NotPermitted,
            Trouble::Invalid => ErrorCode::Invalid,
        })
    }
}

fn type_of(kind: Kind) -> DescriptorType {
    match kind {
        Kind::Folder => DescriptorType::Directory,
        Kind::File => DescriptorType::RegularFile,
        Kind::Null => DescriptorType::CharacterDevice,
    }
}

fn identity(lower: u64) -> MetadataHashValue {
    MetadataHashValue { lower, upper: 1 }
}

impl Machine {
    /// Times are fixed, but for folders: a microsecond a name that came or went, or listings would be taken for current.
    fn stat_of(&self, kind: Kind, size: u64) -> DescriptorStat {
        let changed = match kind {
            Kind::Folder => u64::from(self.tree.generation()),
            _ => 0,
        };
        let changed = Datetime {
            seconds: TIME.seconds + changed / 1_000_000,
            nanoseconds: (changed % 1_000_000) as u32 * 1_000,
        };
        DescriptorStat {
            type_: type_of(kind),
            link_count: 1,
            size,
            data_access_timestamp: Some(TIME),
            data_modification_timestamp: Some(changed),
            status_change_timestamp: Some(changed),
        }
    }

    fn descriptor(&self, handle: &Handle) -> Answer<&Descriptor> {
        Ok(self.handles.get(handle)?)
    }

    /// The path that a path from an open folder names.
    fn path(&mut self, folder: &Handle, path: &str) -> Answer<String> {
        self.work(path.len() as u64)?;
        match self.descriptor(folder)? {
            Descriptor::Folder(from) => Ok(resolve(from, path)?),
            _ => Err(ErrorCode::NotDirectory.into()),
        }
    }

    /// An open file that may be written.
    fn writable(&self, handle: &Handle) -> Answer<Option<tree::FileId>> {
        match self.descriptor(handle)? {
            Descriptor::File { id, flags } if flags.contains(DescriptorFlags::WRITE) => {
                Ok(Some(*id))
            }
            Descriptor::Null => Ok(None),
            Descriptor::Folder(_) => Err(ErrorCode::IsDirectory.into()),
            Descriptor::File { .. } => Err(ErrorCode::BadDescriptor.into()),
        }
    }

    fn open(&mut self, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Answer<Descriptor> {
        let create = open.contains(OpenFlags::CREATE);
        let Some(kind) = self.tree.kind(path) else {
            if !create {
                self.tree.there(path)?;
            }
            let id = self.tree.create(path)?;
            return Ok(Descriptor::File { id, flags });
        };
        if create && open.contains(OpenFlags::EXCLUSIVE) {
            return Err(ErrorCode::Exist.into());
        }
        if open.contains(OpenFlags::DIRECTORY) && kind != Kind::Folder {
            return Err(ErrorCode::NotDirectory.into());
        }
        let write = flags.contains(DescriptorFlags::WRITE) || open.contains(OpenFlags::TRUNCATE);
        match kind {
            Kind::Folder if write => Err(ErrorCode::IsDirectory.into()),
            Kind::Folder => Ok(Descriptor::Folder(path.to_owned())),
            Kind::Null => Ok(Descriptor::Null),
            Kind::File => {
                let id = self.tree.open(path)?;
                if open.contains(OpenFlags::TRUNCATE) {
                    self.tree.resize(id, 0)?;
                }
                Ok(Descriptor::File { id, flags })
            }
        }
    }
}

impl types::Host for Machine {
    fn convert_error_code(&mut self, refused: Refused) -> wasmtime::Result<ErrorCode> {
        match refused {
            Refused::Code(code) => Ok(code),
            Refused::Stop(error) => Err(error),
        }
    }
}

impl types::HostDescriptor for Machine {
    fn read_via_stream(&mut self, file: Handle, offset: u64) -> Answer<Resource<InStream>> {
        self.work(0)?;
        let stream = match self.descriptor(&file)? {
            Descriptor::File { id, flags } if flags.contains(DescriptorFlags::READ) => {
                InStream::File {
                    id: *id,
                    at: offset,
                }
            }
            Descriptor::Null => InStream::Empty,
            Descriptor::Folder(_) => return Err(ErrorCode::IsDirectory.into()),
            Descriptor::File { .. } => return Err(ErrorCode::BadDescriptor.into()),
        };
        Ok(self.hold(stream)?)
    }

    fn write_via_stream(&mut self, file: Handle, offset: u64) -> Answer<Resource<OutStream>> {
        self.work(0)?;
        let stream = match self.writable(&file)? {
            Some(id) => OutStream::File { id, at: offset },
            None => OutStream::Null,
        };
        Ok(self.hold(stream)?)
    }

    fn append_via_stream(&mut self, file: Handle) -> Answer<Resource<OutStream>> {
        self.work(0)?;
        let stream = match self.writable(&file)? {
            Some(id) => OutStream::Append { id },
            None => OutStream::Null,
        };
        Ok(self.hold(stream)?)
    }

    fn advise(&mut self, _: Handle, _: u64, _: u64, _: Advice) -> Answer<()> {
        Ok(self.work(0)?)
    }

    fn sync_data(&mut self, _: Handle) -> Answer<()> {
        Ok(self.work(0)?)
    }

    fn sync(&mut self, _: Handle) -> Answer<()> {
        Ok(self.work(0)?)
    }

    fn get_flags(&mut self, file: Handle) -> Answer<DescriptorFlags> {
        self.work(0)?;
        Ok(match self.descriptor(&file)? {
            Descriptor::Folder(_) => DescriptorFlags::READ | DescriptorFlags::MUTATE_DIRECTORY,
            Descriptor::File { flags, .. } => *flags,
            Descriptor::Null => DescriptorFlags::READ | DescriptorFlags::WRITE,
        })
    }

    fn set_size(&mut self, file: Handle, size: u64) -> Answer<()> {
        self.work(0)?;
        if let Some(id) = self.writable(&file)? {
            self.tree.resize(id, size)?;
        }
        Ok(())
    }

    fn set_times(&mut self, _: Handle, _: NewTimestamp, _: NewTimestamp) -> Answer<()> {
        Ok(self.work(0)?)
    }

    fn read(&mut self, file: Handle, length: u64, offset: u64) -> Answer<(Vec<u8>, bool)> {
        let id = match self.descriptor(&file)? {
            Descriptor::File { id, flags } if flags.contains(DescriptorFlags::READ) => *id,
            Descriptor::Null => return Ok((vec![], true)),
            Descriptor::Folder(_) => return Err(ErrorCode::IsDirectory.into()),
            Descriptor::File { .. } => return Err(ErrorCode::BadDescriptor.into()),
        };
        let bytes = self.read_file(id, offset, length)?;
        let end = offset + bytes.len() as u64 >= self.tree.bytes(id).len() as u64;
        Ok((bytes, end))
    }

    fn write(&mut self, file: Handle, buffer: Vec<u8>, offset: u64) -> Answer<u64> {
        self.work(buffer.len() as u64)?;
        if let Some(id) = self.writable(&file)? {
            self.tree.write(id, offset, &buffer)?;
        }
        Ok(buffer.len() as u64)
    }

    fn read_directory(&mut self, folder: Handle) -> Answer<Resource<Entries>> {
        let path = self.path(&folder, "")?;
        let entry = |(name, kind)| DirectoryEntry {
            type_: type_of(kind),
            name,
        };
        let entries: Vec<_> = self.tree.list(&path).into_iter().map(entry).collect();
        self.work(entries.len() as u64 * 32)?;
        Ok(self.hold(Entries(entries.into_iter()))?)
    }

    fn create_directory_at(&mut self, folder: Handle, path: String) -> Answer<()> {
        let path = self.path(&folder, &path)?;
        Ok(self.tree.create_folder(&path)?)
    }

    fn stat(&mut self, file: Handle) -> Answer<DescriptorStat> {
        self.work(0)?;
        Ok(match self.descriptor(&file)? {
            Descriptor::Folder(_) => self.stat_of(Kind::Folder, 0),
            Descriptor::File { id, .. } => {
                self.stat_of(Kind::File, self.tree.bytes(*id).len() as u64)
            }
            Descriptor::Null => self.stat_of(Kind::Null, 0),
        })
    }

    fn stat_at(&mut self, folder: Handle, _: PathFlags, path: String) -> Answer<DescriptorStat> {
        let path = self.path(&folder, &path)?;
        let kind = self.tree.there(&path)?;
        Ok(self.stat_of(kind, self.tree.size(&path).0))
    }

    fn set_times_at(
        &mut self,
        folder: Handle,
        _: PathFlags,
        path: String,
        _: NewTimestamp,
        _: NewTimestamp,
    ) -> Answer<()> {
        let path = self.path(&folder, &path)?;
        self.tree.there(&path)?;
        Ok(())
    }

    fn link_at(&mut self, _: Handle, _: PathFlags, _: String, _: Handle, _: String) -> Answer<()> {
        Err(ErrorCode::NotPermitted.into())
    }

    fn open_at(
        &mut self,
        folder: Handle,
        _: PathFlags,
        path: String,
        open: OpenFlags,
        flags: DescriptorFlags,
    ) -> Answer<Handle> {
        let path = self.path(&folder, &path)?;
        let descriptor = self.open(&path, open, flags)?;
        Ok(self.hold(descriptor)?)
    }

    fn readlink_at(&mut self, folder: Handle, path: String) -> Answer<String> {
        let path = self.path(&folder, &path)?;
        self.tree.there(&path)?;
        Err(ErrorCode::Invalid.into())
    }

    fn remove_directory_at(&mut self, folder: Handle, path: String) -> Answer<()> {
        let path = self.path(&folder, &path)?;
        Ok(self.tree.remove_folder(&path)?)
    }

    fn rename_at(
        &mut self,
        folder: Handle,
        old_path: String,
        new_folder: Handle,
        new_path: String,
    ) -> Answer<()> {
        let from = self.path(&folder, &old_path)?;
        let to = self.path(&new_folder, &new_path)?;
        Ok(self.tree.rename(&from, &to)?)
    }

    fn symlink_at(&mut self, _: Handle, _: String, _: String) -> Answer<()> {
        Err(ErrorCode::NotPermitted.into())
    }

    fn unlink_file_at(&mut self, folder: Handle, path: String) -> Answer<()> {
        let path = self.path(&folder, &path)?;
        Ok(self.tree.unlink(&path)?)
    }

    fn metadata_hash(&mut self, file: Handle) -> Answer<MetadataHashValue> {
        self.work(0)?;
        Ok(identity(match self.descriptor(&file)? {
            Descriptor::Folder(path) => tree::identity(path),
            Descriptor::File { id, .. } => self.tree.identity(*id),
            Descriptor::Null => tree::identity("dev/null"),
        }))
    }

    fn metadata_hash_at(
        &mut self,
        folder: Handle,
        _: PathFlags,
        path: String,
    ) -> Answer<MetadataHashValue> {
        let path = self.path(&folder, &path)?;
        self.tree.there(&path)?;
        Ok(identity(self.tree.size(&path).1))
    }

    fn drop(&mut self, file: Handle) -> wasmtime::Result<()> {
        self.handles.delete(file)?;
        Ok(())
    }
}

impl types::HostDirectoryEntryStream for Machine {
    fn read_directory_entry(&mut self, of: Resource<Entries>) -> Answer<Option<DirectoryEntry>> {
        self.work(0)?;
        Ok(self.handles.get_mut(&of)?.0.next())
    }

    fn drop(&mut self, of: Resource<Entries>) -> wasmtime::Result<()> {
        self.handles.delete(of)?;
        Ok(())
    }
}

impl preopens::Host for Machine {
    fn get_directories(&mut self) -> wasmtime::Result<Vec<(Handle, String)>> {
        let root = self.hold(Descriptor::Folder(String::new()))?;
        Ok(vec![(root, "/".into())])
    }
}
