// Unpacks what was packed by deflate (RFC 1951).

#ifndef OPFIT_CORE_FORMATS_PT2_INFLATE_H_
#define OPFIT_CORE_FORMATS_PT2_INFLATE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

// Sets `out` to what `packed` holds. False, with `out` empty, unless that is
// exactly `size` bytes with the checksum `crc` (CRC-32). Takes memory as bytes
// arrive: a size that is not true costs nothing.
bool Inflate(absl::string_view packed, size_t size, uint32_t crc,
             std::string& out);

}  // namespace opfit

#endif  // OPFIT_CORE_FORMATS_PT2_INFLATE_H_
