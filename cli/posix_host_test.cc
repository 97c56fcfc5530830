#include "cli/posix_host.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string TempFile(const std::string& name) {
  return testing::TempDir() + "/" + name;
}

TEST(PosixHost, ReadsWhatItWrote) {
  PosixHost host;
  const std::string file = TempFile("a.bin");
  for (const size_t size : {size_t{0}, size_t{1}, size_t{65535}, size_t{65536},
                            size_t{65537}, size_t{1000000}}) {
    const std::string bytes(size, 'x');
    ASSERT_TRUE(host.Write(file, bytes).ok());
    const absl::StatusOr<std::string> read = host.Read(file, 1 << 30);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, bytes);
    EXPECT_GE(read->capacity(), size + 64);
  }
}

TEST(PosixHost, ReadsOneByteMoreThanTheLimitAndNoMore) {
  PosixHost host;
  const std::string file = TempFile("b.bin");
  ASSERT_TRUE(host.Write(file, "12345").ok());
  EXPECT_EQ(host.Read(file, 3)->size(), 4u);
  EXPECT_EQ(host.Read(file, 4)->size(), 5u);
  EXPECT_EQ(host.Read(file, 5)->size(), 5u);
}

TEST(PosixHost, NamesTheFileThatCannotBeRead) {
  PosixHost host;
  EXPECT_THAT(std::string(host.Read("no/such.json", 10).status().message()),
              AllOf(HasSubstr("cannot read `no/such.json`"),
                    HasSubstr("No such file")));
  EXPECT_THAT(std::string(host.Read(testing::TempDir(), 10).status().message()),
              HasSubstr("Is a directory"));
  EXPECT_THAT(std::string(host.Write("no/such.json", "").message()),
              HasSubstr("cannot write `no/such.json`"));
}

}  // namespace
}  // namespace opfit
