#include "cli/paths.h"

#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(Paths, DirectoryIsWhatIsBeforeTheLastSlash) {
  EXPECT_EQ(DirectoryOf("models/a.json"), "models");
  EXPECT_EQ(DirectoryOf("/a.json"), "/");
  EXPECT_EQ(DirectoryOf("/m/a.json"), "/m");
  EXPECT_EQ(DirectoryOf("a.json"), "");
}

TEST(Paths, AbsoluteOnesAreNotJoined) {
  EXPECT_EQ(JoinPath("models", "a.json"), "models/a.json");
  EXPECT_EQ(JoinPath("/", "a.json"), "/a.json");
  EXPECT_EQ(JoinPath("models", "/a.json"), "/a.json");
  EXPECT_EQ(JoinPath("", "a.json"), "a.json");
}

TEST(Paths, AbsolutePathsHaveNoDots) {
  EXPECT_EQ(AbsolutePath("a/../b/./c", "/w"), "/w/b/c");
  EXPECT_EQ(AbsolutePath("../../../b", "/w/x"), "/b");
  EXPECT_EQ(AbsolutePath("/a//b/", "/w"), "/a/b");
  EXPECT_EQ(AbsolutePath("", "/w"), "/w");
  EXPECT_EQ(AbsolutePath("", ""), "/");
}

TEST(Paths, OnlyWhatIsBelowIsRelative) {
  EXPECT_EQ(RelativePath("/w/a", "/w"), "a");
  EXPECT_EQ(RelativePath("/wx/a", "/w"), "/wx/a");
  EXPECT_EQ(RelativePath("/a", "/"), "a");
  EXPECT_EQ(RelativePath("/a", ""), "/a");
}

}  // namespace
}  // namespace opfit
