#include "core/catalog/catalog.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/catalog/target.h"
#include "core/graph/graph.h"
#include "core/testing/small_catalog.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CatalogTest : public testing::Test {
 protected:
  absl::StatusOr<Target> Resolve(absl::string_view target) {
    return catalog_.Resolve(*ParseTarget(target));
  }

  Catalog catalog_ = MakeCatalog({R"("B": {}, "A": {})", ""});
};

TEST_F(CatalogTest, AnUnknownSocIsAnErrorWithTheNearestName) {
  EXPECT_THAT(Resolve("htp:News"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("`News`; did you mean `New`?")));
}

TEST_F(CatalogTest, AnUnknownArchitectureIsAnError) {
  for (const char* arch : {"htp:v69", "htp:v", "htp:v0", "htp:73", "htp:x73"}) {
    EXPECT_THAT(Resolve(arch), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("no SoC or architecture")))
        << arch;
  }
}

TEST_F(CatalogTest, ASocWithoutTheBackendIsAnError) {
  EXPECT_THAT(Resolve("htp:bare"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "`Bare` is no target of backend `htp`"));
}

TEST_F(CatalogTest, AnotherBackendIsAnError) {
  EXPECT_THAT(Resolve("gpu:New"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`gpu`")));
}

TEST_F(CatalogTest, AnSdkThatIsNoVersionIsAnError) {
  EXPECT_THAT(Resolve("htp:New@new"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`new`")));
}

TEST_F(CatalogTest, NothingIsTheDefaultSocWithTheNewestSdk) {
  const absl::StatusOr<Target> target = Resolve("");
  ASSERT_THAT(target, IsOk());
  EXPECT_EQ(ToString(*target), "htp:New@2.49");
  EXPECT_EQ(target->arch, "v73");
  EXPECT_EQ(target->runs_float, Ability::kYes);
}

TEST_F(CatalogTest, NamesAreFoundInAnyCase) {
  EXPECT_EQ(Resolve("htp:OLD@2.41")->soc, "Old");
  EXPECT_EQ(Resolve("htp:V68")->arch, "v68");
}

TEST_F(CatalogTest, AnArchitectureStandsForNoSocInParticular) {
  const absl::StatusOr<Target> target = Resolve("v68");
  ASSERT_THAT(target, IsOk());
  EXPECT_EQ(target->soc, "");
  EXPECT_EQ(target->arch_number, 68);
  EXPECT_EQ(target->runs_float, Ability::kNo);
}

TEST_F(CatalogTest, ASocWithoutAKnownArchitectureHasNone) {
  const absl::StatusOr<Target> target = Resolve("htp:Odd");
  ASSERT_THAT(target, IsOk());
  EXPECT_EQ(target->arch, "");
  EXPECT_EQ(target->arch_number, 0);
  EXPECT_EQ(target->runs_float, Ability::kUnknown);
}

TEST_F(CatalogTest, AnSdkThatIsTooOldIsStillATarget) {
  EXPECT_THAT(Resolve("htp:New@1.0"), IsOk());
}

TEST_F(CatalogTest, OperatorsAreFoundByTheirExactName) {
  EXPECT_EQ(catalog_.FindOp("A")->name, "A");
  EXPECT_EQ(catalog_.FindOp("a"), nullptr);
  EXPECT_EQ(catalog_.FindOp(""), nullptr);
}

TEST_F(CatalogTest, OnlyItsDialectsAreFound) {
  EXPECT_NE(catalog_.FindDialect(Dialect::kAten), nullptr);
  EXPECT_TRUE(catalog_.FindDialect(Dialect::kQnn)->same_name);
  EXPECT_EQ(catalog_.FindDialect(Dialect::kOnnx), nullptr);
}

TEST_F(CatalogTest, SocsFromAnArchitectureLeaveOutThoseWithoutOne) {
  EXPECT_THAT(catalog_.SocsFromArch(69), ElementsAre("New"));
  EXPECT_THAT(catalog_.SocsFromArch(68), ElementsAre("Old", "New"));
  EXPECT_THAT(catalog_.SocsFromArch(74), IsEmpty());
}

TEST_F(CatalogTest, SourcesAreTexts) {
  EXPECT_THAT(catalog_.SourceTexts({1, 0}), ElementsAre("some code", "a page"));
  EXPECT_THAT(catalog_.SourceTexts({}), IsEmpty());
}

class BareCatalogTest : public testing::Test {
 protected:
  // A backend that is the same on every chip, with SDK versions or without.
  static Catalog Make(absl::string_view head) {
    return *ParseCatalog(
        absl::StrCat(R"({"ops": {"backend": "gpu", "version": "1", )", head,
                     R"("sources": [], "ops": {}}})"));
  }
  static absl::StatusOr<Target> Resolve(const Catalog& catalog,
                                        absl::string_view target) {
    return catalog.Resolve(*ParseTarget(target));
  }

  Catalog with_sdks_ =
      Make(R"("edition": "2.25", "first_sdk": "2.41", "newest_sdk": "2.49",)");
  Catalog without_ = Make("");
};

TEST_F(BareCatalogTest, ItsNameIsAWholeTarget) {
  EXPECT_EQ(ToString(*Resolve(with_sdks_, "gpu")), "gpu@2.49");
  EXPECT_EQ(ToString(*Resolve(with_sdks_, "gpu@2.41")), "gpu@2.41");
  EXPECT_EQ(ToString(*Resolve(without_, "gpu")), "gpu");
}

TEST_F(BareCatalogTest, TheRowsAloneDecideOnFloat) {
  EXPECT_EQ(Resolve(without_, "gpu")->runs_float, Ability::kYes);
  EXPECT_FALSE(without_.float_depends_on_chip());
}

TEST_F(BareCatalogTest, AChipIsAnErrorThatSaysWhatToLeaveOut) {
  for (const char* target : {"gpu:SM8750", "gpu:v79"}) {
    EXPECT_THAT(Resolve(with_sdks_, target),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("`gpu` is the same on every chip; leave "
                                   "out `")));
  }
}

TEST_F(BareCatalogTest, AnSdkIsAnErrorWhereThereIsNone) {
  EXPECT_THAT(Resolve(without_, "gpu@2.41"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "backend `gpu` has no SDK versions; leave out `@2.41`"));
}

TEST(OpEntry, TheLastPortRepeatsIfItIsVariadic) {
  OpEntry entry;
  entry.in.resize(2);
  EXPECT_EQ(entry.PortAt(false, 1), &entry.in[1]);
  EXPECT_EQ(entry.PortAt(false, 2), nullptr);
  EXPECT_EQ(entry.PortAt(true, 0), nullptr);
  entry.in[1].variadic = true;
  EXPECT_EQ(entry.PortAt(false, 9), &entry.in[1]);
}

TEST(OpEntry, IsClosedUntilItIsOpened) {
  OpEntry entry;
  EXPECT_FALSE(entry.IsClosedFor({2, 41, 0}));
  entry.closed = SdkVersion{2, 25, 0};
  EXPECT_TRUE(entry.IsClosedFor({2, 99, 0}));
  entry.opened = SdkVersion{2, 44, 0};
  EXPECT_TRUE(entry.IsClosedFor({2, 43, 9}));
  EXPECT_FALSE(entry.IsClosedFor({2, 44, 0}));
  EXPECT_FALSE(entry.IsClosedFor({2, 45, 0}));
}

}  // namespace
}  // namespace opfit
