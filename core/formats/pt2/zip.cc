#include "core/formats/pt2/zip.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/pt2/inflate.h"

namespace opfit {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kCentralHeader = 0x02014b50;
constexpr uint32_t kEnd = 0x06054b50;
constexpr uint32_t kZip64End = 0x06064b50;
constexpr uint32_t kZip64Locator = 0x07064b50;

constexpr size_t kLocalHeaderSize = 30;
constexpr size_t kCentralHeaderSize = 46;
constexpr size_t kEndSize = 22;
constexpr size_t kZip64EndSize = 56;
constexpr size_t kZip64LocatorSize = 20;
constexpr size_t kMaxComment = 0xffff;

// Stands in 16 and 32 bits for what zip64 says elsewhere.
constexpr uint32_t kWide16 = 0xffff;
constexpr uint32_t kWide32 = 0xffffffff;
constexpr uint16_t kZip64Extra = 1;

constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
constexpr uint16_t kEncrypted = 1;

// Numbers are little endian. The caller has checked that they are there.
uint64_t Number(absl::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = size; i > 0; --i) {
    value = value << 8 | static_cast<uint8_t>(bytes[at + i - 1]);
  }
  return value;
}
uint16_t U16(absl::string_view bytes, size_t at) {
  return static_cast<uint16_t>(Number(bytes, at, 2));
}
uint32_t U32(absl::string_view bytes, size_t at) {
  return static_cast<uint32_t>(Number(bytes, at, 4));
}
uint64_t U64(absl::string_view bytes, size_t at) {
  return Number(bytes, at, 8);
}

// True if `size` bytes from `at` on lie within `limit`.
bool Fits(uint64_t at, uint64_t size, uint64_t limit) {
  return at <= limit && size <= limit - at;
}

}  // namespace

Zip Zip::Open(absl::string_view bytes, size_t max_entries) {
  Zip zip;
  zip.bytes_ = bytes;
  Directory directory;
  const bool ok = zip.FindDirectory(directory) &&
                  zip.ReadDirectory(directory, max_entries) &&
                  zip.CheckOverlaps(static_cast<size_t>(directory.offset));
  if (!ok) zip.entries_.clear();
  return zip;
}

bool Zip::Fail(size_t offset, std::string what) {
  problem_ = {ZipProblem::Kind::kMalformed, offset, std::move(what)};
  return false;
}

// The end record is the last thing in the file, but for a comment.
bool Zip::FindDirectory(Directory& directory) {
  if (bytes_.size() >= kEndSize) {
    const size_t last = bytes_.size() - kEndSize;
    const size_t first = last - std::min(last, kMaxComment);
    for (size_t at = last + 1; at-- > first;) {
      if (U32(bytes_, at) != kEnd) continue;
      if (at + kEndSize + U16(bytes_, at + 20) != bytes_.size()) continue;
      directory = {U32(bytes_, at + 16), U32(bytes_, at + 12),
                   U16(bytes_, at + 10)};
      const bool is_wide = directory.count == kWide16 ||
                           directory.size == kWide32 ||
                           directory.offset == kWide32;
      if (is_wide && !ReadZip64(at, directory)) return false;
      if (Fits(directory.offset, directory.size, at)) return true;
      return Fail(at, "the directory of the zip archive is not where it says");
    }
  }
  return Fail(bytes_.size(), "the zip archive ends before its directory");
}

// Small archives may have the stand-ins as plain values.
bool Zip::ReadZip64(size_t end, Directory& directory) {
  if (end < kZip64LocatorSize) return true;
  const size_t locator = end - kZip64LocatorSize;
  if (U32(bytes_, locator) != kZip64Locator) return true;
  const uint64_t at = U64(bytes_, locator + 8);
  if (!Fits(at, kZip64EndSize, locator) ||
      U32(bytes_, static_cast<size_t>(at)) != kZip64End) {
    return Fail(locator, "the zip64 record is not where it says");
  }
  const size_t record = static_cast<size_t>(at);
  directory = {U64(bytes_, record + 48), U64(bytes_, record + 40),
               U64(bytes_, record + 32)};
  return true;
}

bool Zip::ReadDirectory(const Directory& directory, size_t max_entries) {
  // The count is only what it says; the size is what there is.
  if (directory.count > max_entries) {
    problem_ = {ZipProblem::Kind::kTooLarge,
                static_cast<size_t>(directory.offset),
                absl::StrCat(directory.count, " entries")};
    return false;
  }
  size_t at = static_cast<size_t>(directory.offset);
  const size_t end = at + static_cast<size_t>(directory.size);
  for (uint64_t i = 0; i < directory.count; ++i) {
    if (!ReadEntry(at, end, at)) return false;
  }
  return true;
}

bool Zip::ReadEntry(size_t at, size_t end, size_t& next) {
  if (!Fits(at, kCentralHeaderSize, end) || U32(bytes_, at) != kCentralHeader) {
    return Fail(at, "an entry of the zip archive's directory must begin here");
  }
  const size_t name_size = U16(bytes_, at + 28);
  const size_t extra_size = U16(bytes_, at + 30);
  const size_t whole =
      kCentralHeaderSize + name_size + extra_size + U16(bytes_, at + 32);
  if (!Fits(at, whole, end)) {
    return Fail(at, "the zip archive's directory ends within an entry");
  }
  next = at + whole;

  ZipEntry entry;
  entry.is_encrypted = (U16(bytes_, at + 8) & kEncrypted) != 0;
  entry.method = U16(bytes_, at + 10);
  entry.crc = U32(bytes_, at + 16);
  uint64_t packed = U32(bytes_, at + 20);
  uint64_t size = U32(bytes_, at + 24);
  uint64_t header = U32(bytes_, at + 42);
  entry.name = bytes_.substr(at + kCentralHeaderSize, name_size);
  const absl::string_view extra =
      bytes_.substr(at + kCentralHeaderSize + name_size, extra_size);
  const bool is_sound = ReadWideSizes(extra, size, packed, header) &&
                        Fits(header, kLocalHeaderSize, bytes_.size()) &&
                        Fits(header, packed, bytes_.size());
  if (!is_sound) return Fail(at, "an entry of the zip archive lies outside it");
  entry.header = static_cast<size_t>(header);
  entry.packed_size = static_cast<size_t>(packed);
  // Only unpacking is bounded by it, and that by a limit of its own.
  entry.size = static_cast<size_t>(std::min<uint64_t>(size, SIZE_MAX));
  if (!FindData(entry)) return false;
  entries_.push_back(entry);
  return true;
}

bool Zip::ReadWideSizes(absl::string_view extra, uint64_t& size,
                        uint64_t& packed, uint64_t& header) const {
  while (extra.size() >= 4) {
    const uint16_t id = U16(extra, 0);
    const size_t length = U16(extra, 2);
    if (length > extra.size() - 4) return false;
    absl::string_view field = extra.substr(4, length);
    extra.remove_prefix(4 + length);
    if (id != kZip64Extra) continue;
    for (uint64_t* const value : {&size, &packed, &header}) {
      if (*value != kWide32) continue;
      if (field.size() < 8) return false;
      *value = U64(field, 0);
      field.remove_prefix(8);
    }
    return true;
  }
  return true;
}

bool Zip::FindData(ZipEntry& entry) {
  const size_t at = entry.header;
  if (U32(bytes_, at) != kLocalHeader) {
    return Fail(at, "an entry of the zip archive must begin here");
  }
  const size_t name_size = U16(bytes_, at + 26);
  const size_t before = kLocalHeaderSize + name_size + U16(bytes_, at + 28);
  if (!Fits(at, before, bytes_.size()) ||
      !Fits(at + before, entry.packed_size, bytes_.size())) {
    return Fail(at, "an entry of the zip archive ends beyond it");
  }
  if (bytes_.substr(at + kLocalHeaderSize, name_size) != entry.name) {
    return Fail(at, "an entry of the zip archive has two names");
  }
  if (entry.is_stored() && entry.size != entry.packed_size) {
    return Fail(at, "a stored entry of the zip archive has two sizes");
  }
  entry.data = at + before;
  return true;
}

bool Zip::CheckOverlaps(size_t directory) {
  std::vector<std::pair<size_t, size_t>> ranges;
  ranges.reserve(entries_.size());
  for (const ZipEntry& entry : entries_) {
    ranges.push_back({entry.header, entry.data + entry.packed_size});
  }
  std::sort(ranges.begin(), ranges.end());
  for (size_t i = 0; i < ranges.size(); ++i) {
    const size_t next = i + 1 < ranges.size() ? ranges[i + 1].first : directory;
    if (ranges[i].second > next) {
      return Fail(ranges[i].first, "two parts of the zip archive overlap");
    }
  }
  return true;
}

const ZipEntry* Zip::Find(absl::string_view name) const {
  for (const ZipEntry& entry : entries_) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

ZipContent Zip::Read(const ZipEntry& entry, size_t max_size) const {
  ZipContent content;
  const auto fail = [&](std::string what) {
    content.problem = {ZipProblem::Kind::kMalformed, entry.header,
                       std::move(what)};
  };
  if (entry.size > max_size) {
    content.problem = {ZipProblem::Kind::kTooLarge, entry.header,
                       absl::StrCat(entry.size, " bytes when unpacked")};
  } else if (entry.is_encrypted) {
    fail("an entry of the zip archive is encrypted");
  } else if (entry.method == kStored) {
    content.view = bytes_.substr(entry.data, entry.size);
  } else if (entry.method != kDeflated) {
    fail(absl::StrCat("an entry of the zip archive is packed by method ",
                      entry.method, ", which this build does not know"));
  } else {
    const absl::string_view packed =
        bytes_.substr(entry.data, entry.packed_size);
    if (!Inflate(packed, entry.size, entry.crc, content.unpacked)) {
      fail("an entry of the zip archive does not unpack to what it says");
    }
    content.view = content.unpacked;
  }
  return content;
}

}  // namespace opfit
