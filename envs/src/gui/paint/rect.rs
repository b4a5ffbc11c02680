//! Rectangles of pixels.

/// A rectangle of pixels; may reach beyond the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Rect {
    pub(super) fn new(left: i32, top: i32, width: i32, height: i32) -> Self {
        Self {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    }

    pub(super) fn width(self) -> i32 {
        self.right - self.left
    }

    pub(super) fn height(self) -> i32 {
        self.bottom - self.top
    }

    /// Smaller by so much at each side.
    pub(super) fn inset(self, x: i32, y: i32) -> Self {
        Self {
            left: self.left + x,
            top: self.top + y,
            right: self.right - x,
            bottom: self.bottom - y,
        }
    }

    pub(super) fn shifted(self, x: i32, y: i32) -> Self {
        Self::new(self.left + x, self.top + y, self.width(), self.height())
    }

    /// A rectangle of these sides with the same centre.
    pub(super) fn centred(self, width: i32, height: i32) -> Self {
        let left = self.left + (self.width() - width) / 2;
        Self::new(left, self.top + (self.height() - height) / 2, width, height)
    }

    pub(super) fn middle(self) -> i32 {
        self.top + self.height() / 2
    }

    /// The smallest that holds both.
    pub(super) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn both(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

/// Which corners of a rectangle are round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corners {
    pub(super) top: bool,
    pub(super) bottom: bool,
    pub(super) left: bool,
    pub(super) right: bool,
}

impl Corners {
    pub(super) const ALL: Self = Self {
        top: true,
        bottom: true,
        left: true,
        right: true,
    };
}
