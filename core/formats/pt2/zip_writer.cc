#include "core/formats/pt2/zip_writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace opfit {
namespace {

// Little endian.
void Put(uint64_t value, size_t size, std::string& out) {
  for (size_t i = 0; i < size; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xff);
  }
}

constexpr uint32_t kWide = 0xffffffff;

void PutLocal(const ZipPart& part, std::string& out) {
  out += "PK\x03\x04";
  Put(20, 2, out);
  Put(part.flags, 2, out);
  Put(part.method, 2, out);
  Put(0, 4, out);
  Put(part.crc, 4, out);
  Put(part.content.size(), 4, out);
  Put(part.size, 4, out);
  Put(part.name.size(), 2, out);
  Put(4, 2, out);  // padding, as torch aligns with
  out += part.name;
  out.append(4, '\0');
  out += part.content;
}

void PutCentral(const ZipPart& part, size_t header, bool is_wide,
                std::string& out) {
  out += "PK\x01\x02";
  Put(20, 2, out);
  Put(20, 2, out);
  Put(part.flags, 2, out);
  Put(part.method, 2, out);
  Put(0, 4, out);
  Put(part.crc, 4, out);
  Put(is_wide ? kWide : part.content.size(), 4, out);
  Put(is_wide ? kWide : part.size, 4, out);
  Put(part.name.size(), 2, out);
  Put(is_wide ? 32 : 0, 2, out);
  Put(0, 2, out);  // comment
  Put(0, 8, out);  // disk and attributes
  Put(is_wide ? kWide : header, 4, out);
  out += part.name;
  if (!is_wide) return;
  Put(0xcafe, 2, out);  // somebody else's field
  Put(0, 2, out);
  Put(1, 2, out);
  Put(24, 2, out);
  Put(part.size, 8, out);
  Put(part.content.size(), 8, out);
  Put(header, 8, out);
}

void PutZip64End(size_t count, size_t size, size_t offset, std::string& out) {
  const size_t record = out.size();
  out += "PK\x06\x06";
  Put(44, 8, out);
  Put(45, 2, out);
  Put(45, 2, out);
  Put(0, 8, out);
  Put(count, 8, out);
  Put(count, 8, out);
  Put(size, 8, out);
  Put(offset, 8, out);
  out += "PK\x06\x07";
  Put(0, 4, out);
  Put(record, 8, out);
  Put(1, 4, out);
}

}  // namespace

std::string WriteZip(const std::vector<ZipPart>& parts,
                     const ZipOptions& options) {
  std::string out;
  std::vector<size_t> headers;
  for (const ZipPart& part : parts) {
    headers.push_back(options.same_header ? 0 : out.size());
    PutLocal(part, out);
  }
  const size_t offset = out.size();
  for (size_t i = 0; i < parts.size(); ++i) {
    PutCentral(parts[i], headers[i], options.is_zip64, out);
  }
  const size_t size = out.size() - offset;
  if (options.is_zip64) PutZip64End(parts.size(), size, offset, out);
  out += "PK\x05\x06";
  Put(0, 4, out);
  Put(options.is_zip64 ? 0xffff : parts.size(), 2, out);
  Put(options.is_zip64 ? 0xffff : parts.size(), 2, out);
  Put(options.is_zip64 ? kWide : size, 4, out);
  Put(options.is_zip64 ? kWide : offset, 4, out);
  Put(options.comment.size(), 2, out);
  out += options.comment;
  return out;
}

}  // namespace opfit
