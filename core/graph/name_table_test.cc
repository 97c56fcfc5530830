#include "core/graph/name_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

TEST(NameTable, FindsWhatWasAddedFirst) {
  NameTable table;
  EXPECT_TRUE(table.Add("a", 1));
  EXPECT_FALSE(table.Add("a", 2));
  EXPECT_EQ(table.Find("a"), 1);
  EXPECT_EQ(table.Find("b"), NameTable::kNone);
}

TEST(NameTable, TheEmptyNameIsAName) {
  NameTable table;
  EXPECT_EQ(table.Find(""), NameTable::kNone);
  EXPECT_TRUE(table.Add("", 7));
  EXPECT_EQ(table.Find(""), 7);
}

TEST(NameTable, FindsAllOfManyNames) {
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) {
    names.push_back(absl::StrCat("n", i, i % 2 == 0 ? "" : "_the_same_end"));
  }
  NameTable table;
  for (size_t i = 0; i < names.size(); ++i) {
    ASSERT_TRUE(table.Add(names[i], i));
    ASSERT_EQ(table.Find(names[i / 2]), i / 2);
  }
  for (size_t i = 0; i < names.size(); ++i) {
    ASSERT_EQ(table.Find(names[i]), i);
    ASSERT_EQ(table.Find(names[i] + "!"), NameTable::kNone);
  }
}

TEST(NameTable, WhatIsExpectedIsNotYetThere) {
  NameTable table;
  table.Expect("a");
  EXPECT_EQ(table.Find("a"), NameTable::kNone);
}

TEST(NameTable, IdsMayHaveGapsAndComeInAnyOrder) {
  NameTable table;
  EXPECT_TRUE(table.Add("a", 9));
  EXPECT_TRUE(table.Add("b", 2));
  EXPECT_EQ(table.Find("a"), 9);
  EXPECT_EQ(table.Find("b"), 2);
  EXPECT_EQ(table.size(), 2);
}

TEST(NameTable, ReservingKeepsWhatIsThere) {
  NameTable table;
  table.Add("a", 0);
  table.reserve(1000);
  table.reserve(0);
  EXPECT_EQ(table.Find("a"), 0);
  EXPECT_EQ(table.size(), 1);
}

}  // namespace
}  // namespace opfit
