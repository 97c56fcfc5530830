// Turns a file into C++: a function that returns its bytes.
//
//   embed DATA SOURCE HEADER INCLUDE NAMESPACE FUNCTION
//
// String literals, because compilers read them an order of magnitude faster
// than arrays of numbers. See embed.bzl for what the result promises.

#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

constexpr int kPadding = 64;
constexpr size_t kLineLength = 4096;

std::string Literals(const std::string& bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 4);
  size_t line_start = 0;
  out += "    \"";
  for (const char c : bytes) {
    if (out.size() - line_start > kLineLength) {
      out += "\"\n    \"";
      line_start = out.size();
    }
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {  // "??" could begin a trigraph.
      out += '\\';
      out += c;
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      // Three digits always, so that a digit that follows is not taken for one
      // more.
      out += '\\';
      out += static_cast<char>('0' + (byte >> 6));
      out += static_cast<char>('0' + ((byte >> 3) & 7));
      out += static_cast<char>('0' + (byte & 7));
    }
  }
  out += "\"\n    \"";
  for (int i = 0; i < kPadding; ++i) out += "\\0";
  out += '"';
  return out;
}

std::string Guard(const std::string& include) {
  std::string guard = "OPFIT_";
  for (const char c : include) {
    const auto byte = static_cast<unsigned char>(c);
    guard += std::isalnum(byte) ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return guard + "_";
}

struct Names {
  std::string include;    // "catalogs/htp_blob.h"
  std::string space;      // "opfit::embedded"
  std::string signature;  // "absl::string_view HtpCatalog()"
};

void WriteHeader(const Names& names, std::ostream& out) {
  const std::string guard = Guard(names.include);
  out << "#ifndef " << guard << "\n#define " << guard << "\n\n"
      << "#include \"absl/strings/string_view.h\"\n\n"
      << "namespace " << names.space << " {\n\n"
      << names.signature << ";\n\n"
      << "}  // namespace " << names.space << "\n\n"
      << "#endif  // " << guard << "\n";
}

void WriteSource(const Names& names, const std::string& bytes,
                 std::ostream& out) {
  out << "#include \"" << names.include << "\"\n\n"
      << "namespace " << names.space << " {\n\n"
      << names.signature << " {\n"
      << "  static constexpr char kBytes[] =\n"
      << Literals(bytes) << ";\n"
      << "  return absl::string_view(kBytes, " << bytes.size() << ");\n"
      << "}\n\n"
      << "}  // namespace " << names.space << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::cerr << "usage: embed DATA SOURCE HEADER INCLUDE NAMESPACE FUNCTION\n";
    return 2;
  }
  std::ifstream data(argv[1], std::ios::binary);
  std::ofstream source(argv[2], std::ios::binary);
  std::ofstream header(argv[3], std::ios::binary);
  const Names names{argv[4], argv[5],
                    std::string("absl::string_view ") + argv[6] + "()"};
  const std::string bytes{std::istreambuf_iterator<char>(data),
                          std::istreambuf_iterator<char>()};
  WriteSource(names, bytes, source);
  WriteHeader(names, header);
  source.close();
  header.close();
  if (!data || !source || !header) {
    std::cerr << "embed: cannot turn " << argv[1] << " into C++\n";
    return 1;
  }
  return 0;
}
