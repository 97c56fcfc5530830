"""The version, for what is named after it. A test compares it with core/render/version.h."""

VERSION = "0.1.0"
