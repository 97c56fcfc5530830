#include "core/formats/pt2/zip.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/formats/pt2/zip_writer.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

constexpr size_t kMany = 1000;

// "the quick brown fox, the quick brown fox", by zlib's deflate at level 9.
constexpr char kText[] = "the quick brown fox, the quick brown fox";
constexpr uint8_t kPacked[] = {0x2b, 0xc9, 0x48, 0x55, 0x28, 0x2c, 0xcd,
                               0x4c, 0xce, 0x56, 0x48, 0x2a, 0xca, 0x2f,
                               0xcf, 0x53, 0x48, 0xcb, 0xaf, 0xd0, 0x51,
                               0x28, 0xc1, 0x14, 0x04, 0x00};
constexpr uint32_t kChecksum = 0x123960bd;

ZipPart Deflated() {
  ZipPart part;
  part.name = "fox";
  part.content.assign(reinterpret_cast<const char*>(kPacked), sizeof(kPacked));
  part.method = 8;
  part.crc = kChecksum;
  part.size = sizeof(kText) - 1;
  return part;
}

ZipPart Stored(std::string name, std::string content) {
  ZipPart part;
  part.size = content.size();
  part.name = std::move(name);
  part.content = std::move(content);
  return part;
}

TEST(Zip, ListsEntriesInTheOrderOfTheDirectory) {
  const std::string bytes = WriteZip({Stored("b", "2"), Stored("a/", "")});
  const Zip zip = Zip::Open(bytes, kMany);
  ASSERT_TRUE(zip.ok());
  ASSERT_EQ(zip.entries().size(), 2);
  EXPECT_EQ(zip.entries()[0].name, "b");
  EXPECT_EQ(zip.entries()[1].name, "a/");
  EXPECT_EQ(zip.Find("a/"), &zip.entries()[1]);
  EXPECT_EQ(zip.Find("a"), nullptr);
}

TEST(Zip, StoredEntriesAreViewsOfTheArchive) {
  const std::string bytes = WriteZip({Stored("x", "seven"), Stored("y", "")});
  const Zip zip = Zip::Open(bytes, kMany);
  const ZipContent content = zip.Read(*zip.Find("x"), kMany);
  EXPECT_TRUE(content.ok());
  EXPECT_EQ(content.view, "seven");
  EXPECT_EQ(content.view.data(), bytes.data() + zip.Find("x")->data);
  EXPECT_EQ(zip.Read(*zip.Find("y"), kMany).view, "");
}

TEST(Zip, DeflatedEntriesAreUnpacked) {
  const std::string bytes = WriteZip({Deflated()});
  const Zip zip = Zip::Open(bytes, kMany);
  const ZipContent content = zip.Read(*zip.Find("fox"), kMany);
  EXPECT_TRUE(content.ok()) << content.problem.what;
  EXPECT_EQ(content.view, kText);
}

TEST(Zip, ACommentMayFollow) {
  ZipOptions options;
  options.comment = "PK\x05\x06 is how an end begins, but this is none......";
  const std::string bytes = WriteZip({Stored("x", "1")}, options);
  EXPECT_TRUE(Zip::Open(bytes, kMany).ok());
}

TEST(Zip, WideSizesStandInTheExtraField) {
  ZipOptions options;
  options.is_zip64 = true;
  const std::string bytes = WriteZip({Stored("x", "12"), Deflated()}, options);
  const Zip zip = Zip::Open(bytes, kMany);
  ASSERT_TRUE(zip.ok()) << zip.problem().what;
  EXPECT_EQ(zip.Read(*zip.Find("x"), kMany).view, "12");
  EXPECT_EQ(zip.Read(*zip.Find("fox"), kMany).view, kText);
}

TEST(Zip, TheNumberOfEntriesIsLimitedInclusively) {
  const std::string bytes = WriteZip({Stored("x", "1"), Stored("y", "2")});
  EXPECT_FALSE(Zip::Open(bytes, 1).ok());
  EXPECT_EQ(Zip::Open(bytes, 1).problem().kind, ZipProblem::Kind::kTooLarge);
  EXPECT_TRUE(Zip::Open(bytes, 2).ok());
  EXPECT_TRUE(Zip::Open(bytes, 3).ok());
}

TEST(Zip, TheSizeOfContentsIsLimitedInclusively) {
  for (const ZipPart& part : {Deflated(), Stored("fox", kText)}) {
    const std::string bytes = WriteZip({part});
    const Zip zip = Zip::Open(bytes, kMany);
    const size_t size = sizeof(kText) - 1;
    const ZipContent refused = zip.Read(*zip.Find("fox"), size - 1);
    EXPECT_EQ(refused.problem.kind, ZipProblem::Kind::kTooLarge);
    EXPECT_TRUE(zip.Read(*zip.Find("fox"), size).ok());
  }
}

struct BadContent {
  const char* name;
  void (*change)(ZipPart& part);
};

class ContentTest : public testing::TestWithParam<BadContent> {};

TEST_P(ContentTest, IsRefusedIfItIsNotWhatItSays) {
  ZipPart part = Deflated();
  GetParam().change(part);
  const std::string bytes = WriteZip({part});
  const Zip zip = Zip::Open(bytes, kMany);
  ASSERT_TRUE(zip.ok()) << zip.problem().what;
  const ZipContent content = zip.Read(*zip.Find("fox"), kMany);
  EXPECT_EQ(content.problem.kind, ZipProblem::Kind::kMalformed);
  EXPECT_EQ(content.view, "");
}

constexpr BadContent kBadContents[] = {
    {"TooLong", [](ZipPart& part) { part.size -= 1; }},
    {"TooShort", [](ZipPart& part) { part.size += 1; }},
    {"OtherChecksum", [](ZipPart& part) { part.crc ^= 1; }},
    {"CutOff", [](ZipPart& part) { part.content.pop_back(); }},
    {"MoreBehind", [](ZipPart& part) { part.content += '\0'; }},
    {"Nothing", [](ZipPart& part) { part.content.clear(); }},
    {"NotDeflate", [](ZipPart& part) { part.content[0] = '\xff'; }},
    {"OtherMethod", [](ZipPart& part) { part.method = 12; }},
    {"Encrypted", [](ZipPart& part) { part.flags = 1; }},
};

INSTANTIATE_TEST_SUITE_P(, ContentTest, testing::ValuesIn(kBadContents),
                         [](const auto& test) { return test.param.name; });

TEST(Zip, ABombUnpacksToNoMoreThanItSays) {
  // It says 41 bytes; deflate of a run of zeros gives a thousand for one.
  ZipPart part = Deflated();
  const uint8_t run[] = {
      0xed, 0xc1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xc2, 0xa0, 0xf5, 0x4f, 0x6d,
      0x0d, 0x0f, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00, 0x00, 0x00, 0x80, 0x57, 0x03};
  part.content.assign(reinterpret_cast<const char*>(run), sizeof(run));
  const std::string bytes = WriteZip({part});
  const Zip zip = Zip::Open(bytes, kMany);
  EXPECT_FALSE(zip.Read(*zip.Find("fox"), kMany).ok());
}

TEST(Zip, EntriesThatOverlapAreRefused) {
  ZipOptions options;
  options.same_header = true;
  const std::string bytes =
      WriteZip({Stored("x", "1"), Stored("x", "1")}, options);
  const Zip zip = Zip::Open(bytes, kMany);
  EXPECT_FALSE(zip.ok());
  EXPECT_EQ(zip.problem().what, "two parts of the zip archive overlap");
  EXPECT_TRUE(zip.entries().empty());
}

TEST(Zip, BytesThatAreNoArchiveAreRefused) {
  for (const char* bytes : {"", "PK", "PK\x05\x06", "some text that is long"}) {
    const Zip zip = Zip::Open(bytes, kMany);
    EXPECT_FALSE(zip.ok());
    EXPECT_FALSE(zip.problem().what.empty());
  }
}

TEST(Zip, CutOffAnywhereItIsRefused) {
  for (const bool is_zip64 : {false, true}) {
    ZipOptions options;
    options.is_zip64 = is_zip64;
    const std::string bytes = WriteZip({Stored("x", "12")}, options);
    for (size_t size = 0; size < bytes.size(); ++size) {
      // A copy, so that a sanitizer sees reads beyond it.
      const std::string part = bytes.substr(0, size);
      EXPECT_FALSE(Zip::Open(part, kMany).ok()) << size;
    }
  }
}

TEST(Zip, WithAnyByteChangedItIsReadOrRefused) {
  for (const bool is_zip64 : {false, true}) {
    ZipOptions options;
    options.is_zip64 = is_zip64;
    std::string bytes = WriteZip({Stored("x", "12"), Deflated()}, options);
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (const int bit : {0, 1, 3, 7}) {
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
        const Zip zip = Zip::Open(bytes, kMany);
        for (const ZipEntry& entry : zip.entries()) zip.Read(entry, kMany);
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
      }
    }
    EXPECT_TRUE(Zip::Open(bytes, kMany).ok());
  }
}

}  // namespace
}  // namespace opfit
