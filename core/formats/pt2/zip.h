// The entries of a zip archive that lies in memory, as its central directory
// lists them, and their contents. Nothing is unpacked until it is asked for.
//
//   Zip zip = Zip::Open(bytes, /*max_entries=*/1000);
//   if (!zip.ok()) … zip.problem() …
//   const ZipEntry* entry = zip.Find("model.json");
//   ZipContent content = zip.Read(*entry, /*max_size=*/1 << 20);
//
// Stored and deflated entries, with or without zip64. An archive that says
// things that cannot be, such as entries that overlap, is refused as a whole.
// (PKWARE, APPNOTE.TXT - .ZIP File Format Specification, 6.3.10.)

#ifndef OPFIT_CORE_FORMATS_PT2_ZIP_H_
#define OPFIT_CORE_FORMATS_PT2_ZIP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

struct ZipEntry {
  absl::string_view name;
  size_t header = 0;  // offset of its local header
  size_t data = 0;    // offset of its packed content
  size_t packed_size = 0;
  size_t size = 0;
  uint32_t crc = 0;
  uint16_t method = 0;
  bool is_encrypted = false;
  bool is_stored() const { return method == 0; }
};

// What is wrong with an archive.
struct ZipProblem {
  enum class Kind : uint8_t { kNone, kMalformed, kTooLarge };
  Kind kind = Kind::kNone;
  size_t offset = 0;
  std::string what;  // "two entries overlap"; of kTooLarge: "7 entries"
};

// The content of one entry.
struct ZipContent {
  absl::string_view view;  // of the archive, or of `unpacked`
  std::string unpacked;
  ZipProblem problem;
  bool ok() const { return problem.kind == ZipProblem::Kind::kNone; }
};

class Zip {
 public:
  // `bytes` must outlive the archive.
  static Zip Open(absl::string_view bytes, size_t max_entries);

  bool ok() const { return problem_.kind == ZipProblem::Kind::kNone; }
  const ZipProblem& problem() const { return problem_; }

  // In the order of the directory.
  absl::Span<const ZipEntry> entries() const { return entries_; }
  // The first entry of this name; null if there is none.
  const ZipEntry* Find(absl::string_view name) const;

  // A stored entry is a view of the archive; a deflated one is unpacked, if it
  // says that it has no more than `max_size` bytes, and checked. (Writers of
  // torch programs may leave out the checksums of stored entries.)
  ZipContent Read(const ZipEntry& entry, size_t max_size) const;

 private:
  struct Directory {
    uint64_t offset = 0;
    uint64_t size = 0;
    uint64_t count = 0;
  };

  bool Fail(size_t offset, std::string what);
  bool FindDirectory(Directory& directory);
  bool ReadZip64(size_t end, Directory& directory);
  bool ReadDirectory(const Directory& directory, size_t max_entries);
  bool ReadEntry(size_t at, size_t end, size_t& next);
  bool ReadWideSizes(absl::string_view extra, uint64_t& size, uint64_t& packed,
                     uint64_t& header) const;
  bool FindData(ZipEntry& entry);
  bool CheckOverlaps(size_t directory);

  absl::string_view bytes_;
  std::vector<ZipEntry> entries_;
  ZipProblem problem_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_ZIP_H_
