// For tests: zip archives, right ones and wrong ones.

#ifndef OPFIT_CORE_FORMATS_PT2_ZIP_WRITER_H_
#define OPFIT_CORE_FORMATS_PT2_ZIP_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace opfit {

// An entry, with all that it says of itself.
struct ZipPart {
  std::string name;
  std::string content;  // as packed by `method`
  uint16_t method = 0;
  uint16_t flags = 0;
  uint32_t crc = 0;
  size_t size = 0;
};

struct ZipOptions {
  std::string comment;
  bool is_zip64 = false;     // sizes and offsets stand where zip64 has them
  bool same_header = false;  // every entry of the directory is the first one
};

std::string WriteZip(const std::vector<ZipPart>& parts,
                     const ZipOptions& options = ZipOptions());

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_ZIP_WRITER_H_
