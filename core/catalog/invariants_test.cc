// What must hold of every bundled catalog, whatever its facts are.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "core/catalog/catalog.h"
#include "core/catalog/mapping.h"
#include "core/catalog/op_entry.h"
#include "core/graph/dtype.h"
#include "core/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::Not;

// Names of test cases have no hyphen.
std::string NameOf(absl::string_view backend) {
  return absl::StrReplaceAll(backend, {{"-", "_"}});
}

class Bundled : public testing::TestWithParam<absl::string_view> {
 protected:
  void SetUp() override { ASSERT_THAT(FindCatalog(GetParam()), IsOk()); }

  const Catalog& catalog() const { return **FindCatalog(GetParam()); }

  // Calls fn(where, value) for all conditions, rows or failures.
  template <typename Fn>
  void ForEachCondition(Fn&& fn) const {
    for (const auto& [name, op] : catalog().ops()) {
      for (size_t i = 0; i < op.conditions.size(); ++i) {
        fn(absl::StrCat(name, " condition ", i), op, op.conditions[i]);
      }
    }
  }
  template <typename Fn>
  void ForEachRow(Fn&& fn) const {
    for (const auto& [name, op] : catalog().ops()) {
      for (const Row& row : op.rows) {
        fn(absl::StrCat(name, " #", row.number), op, row);
      }
    }
  }
  template <typename Fn>
  void ForEachFailure(Fn&& fn) const {
    for (const auto& [name, op] : catalog().ops()) {
      for (const auto* failures : {&op.rejected, &op.caveats}) {
        for (const KnownFailure& failure : *failures) fn(name, failure);
      }
    }
  }
};

INSTANTIATE_TEST_SUITE_P(All, Bundled, testing::ValuesIn(BundledBackends()),
                         [](const auto& test) { return NameOf(test.param); });

TEST_P(Bundled, IsTheOneThatWasAskedFor) {
  EXPECT_EQ(catalog().backend(), GetParam());
  EXPECT_THAT(std::string(catalog().id()), Not(IsEmpty()));
  EXPECT_THAT(std::string(catalog().version()), Not(IsEmpty()));
  EXPECT_THAT(catalog().ops(), Not(IsEmpty()));
}

TEST_P(Bundled, CoversSdksInOrder) {
  EXPECT_FALSE(catalog().newest_sdk() < catalog().first_sdk());
  EXPECT_FALSE(catalog().newest_sdk() < catalog().edition());
}

TEST_P(Bundled, ListsNoRowTwice) {
  const auto key = [](const OpEntry& op, const Row& row) {
    return absl::StrCat(op.name, "|", absl::StrJoin(row.in, ","), "|",
                        absl::StrJoin(row.out, ","), "|",
                        absl::StrJoin(row.conditions, ","), "|",
                        absl::StrJoin(row.operations, ","), "|", row.gate.arch,
                        "|", absl::StrJoin(row.gate.only, ","), "|",
                        ToString(row.gate.since), "|", row.dispute);
  };
  std::map<std::string, std::string> seen;
  ForEachRow([&](const std::string& where, const OpEntry& op, const Row& row) {
    const auto [first, is_new] = seen.emplace(key(op, row), where);
    EXPECT_TRUE(is_new) << where << " repeats " << first->second;
  });
}

TEST_P(Bundled, EveryFactHasASource) {
  ForEachRow([](const std::string& where, const OpEntry&, const Row& row) {
    EXPECT_THAT(row.sources, Not(IsEmpty())) << where;
    EXPECT_EQ(row.dispute.empty(), row.dispute_sources.empty()) << where;
  });
  ForEachCondition(
      [](const std::string& where, const OpEntry&, const Condition& condition) {
        EXPECT_THAT(condition.sources, Not(IsEmpty())) << where;
      });
  ForEachFailure([](const std::string& where, const KnownFailure& failure) {
    EXPECT_THAT(failure.sources, Not(IsEmpty())) << where;
    EXPECT_THAT(failure.text, Not(IsEmpty())) << where;
  });
  for (const auto& [name, op] : catalog().ops()) {
    EXPECT_EQ(op.opened.has_value(), !op.opened_sources.empty()) << name;
    EXPECT_EQ(op.unsupported_as_of.has_value(), !op.unsupported_sources.empty())
        << name;
  }
}

TEST_P(Bundled, SourcesAreOfKnownKinds) {
  for (const Source& source : catalog().sources()) {
    EXPECT_THAT(source.kind,
                AnyOf("vendor-page", "vendor-page-excerpt", "public-code",
                      "public-transcription", "stack-outcome", "provider-rule",
                      "public-report"))
        << source.text;
    EXPECT_THAT(source.text, Not(IsEmpty()));
  }
}

TEST_P(Bundled, RangesAreInOrder) {
  const auto ordered = [](const std::string& where, const Applicability& when) {
    const bool has_end = !(when.sdk_below == SdkVersion());
    EXPECT_TRUE(!has_end || when.sdk_from < when.sdk_below) << where;
    EXPECT_TRUE(when.arch_below == 0 || when.arch_from < when.arch_below)
        << where;
  };
  ForEachCondition([&](const std::string& where, const OpEntry&,
                       const Condition& condition) {
    ordered(where, condition.when);
    const RankRange rank = condition.rank.value_or(RankRange());
    EXPECT_LE(rank.min, rank.max) << where;
    EXPECT_GE(rank.min, 0) << where;
  });
  ForEachFailure([&](const std::string& where, const KnownFailure& failure) {
    ordered(where, failure.when);
  });
  for (const auto& [name, op] : catalog().ops()) {
    if (!op.opened.has_value() || !op.closed.has_value()) continue;
    EXPECT_TRUE(*op.closed < *op.opened) << name;
  }
}

TEST_P(Bundled, WhatIsUnsupportedHasNoRows) {
  for (const auto& [name, op] : catalog().ops()) {
    EXPECT_TRUE(!op.unsupported_as_of.has_value() || op.rows.empty()) << name;
    EXPECT_TRUE(op.rows.empty() || !op.out.empty()) << name;
  }
}

TEST_P(Bundled, EveryConditionIsUsedAndSaysSomething) {
  ForEachCondition(
      [](const std::string& where, const OpEntry& op, const Condition& c) {
        const auto index = static_cast<uint16_t>(&c - op.conditions.data());
        std::vector<std::vector<uint16_t>> uses;
        for (const Row& row : op.rows) uses.push_back(row.conditions);
        EXPECT_THAT(uses, Contains(Contains(index))) << where;
        const bool says_something =
            c.encodings != 0 || c.symmetric.has_value() ||
            c.is_signed.has_value() || c.is_static != Condition::Static::kAny ||
            c.axis != Condition::Axis::kAny || c.rank.has_value() ||
            !c.bits.empty() || c.no_dynamic_dims || c.absent ||
            c.shares.has_value() || c.fixed.has_value() || !c.bias_of.empty() ||
            !c.one_of.empty() || !c.gate.empty() || !c.text.empty();
        EXPECT_TRUE(says_something) << where;
        EXPECT_EQ(c.param.empty(), c.one_of.empty()) << where;
      });
}

TEST_P(Bundled, FixedScalesArePositive) {
  ForEachCondition([](const std::string& where, const OpEntry&,
                      const Condition& condition) {
    EXPECT_GT(condition.fixed.value_or(FixedParameters()).scale, 0) << where;
  });
}

TEST_P(Bundled, RolesAreKnown) {
  for (const auto& [name, op] : catalog().ops()) {
    for (const auto* ports : {&op.in, &op.out}) {
      for (const PortDef& port : *ports) {
        EXPECT_THAT(port.role, AnyOf("", "activation", "weight", "bias",
                                     "indices", "condition"))
            << name;
      }
    }
  }
}

TEST_P(Bundled, AnAxisThatIsAskedForIsOneThatThePortHas) {
  ForEachCondition([](const std::string& where, const OpEntry& op,
                      const Condition& condition) {
    if (condition.axis != Condition::Axis::kChannel) return;
    const PortDef* def =
        op.PortAt(condition.port.is_output, condition.port.index);
    ASSERT_NE(def, nullptr) << where;
    EXPECT_NE(def->channel_axis, PortDef::Axis::kNone) << where;
  });
}

class BundledMapping : public Bundled {
 protected:
  template <typename Fn>
  void ForEachMapping(Fn&& fn) const {
    for (const Dialect dialect :
         {Dialect::kAten, Dialect::kOnnx, Dialect::kTflite, Dialect::kQnn}) {
      const DialectMapping* mapping = catalog().FindDialect(dialect);
      if (mapping == nullptr) continue;
      for (const auto& [name, op] : mapping->ops) {
        fn(absl::StrCat(DialectName(dialect), " ", name), op);
      }
    }
  }
};

// The dialects of HTP, which speak of operators that LPAI, GPU and CPU, which
// have them too, need not offer.
INSTANTIATE_TEST_SUITE_P(All, BundledMapping, testing::Values("htp"),
                         [](const auto& test) { return NameOf(test.param); });

TEST_P(BundledMapping, NamesOperatorsOfTheCatalog) {
  ForEachMapping([&](const std::string& where, const Mapping& mapping) {
    for (const Mapping::Choice& choice : mapping.to) {
      EXPECT_THAT(choice.ops, Not(IsEmpty())) << where;
      for (const BackendOp& op : choice.ops) {
        EXPECT_NE(catalog().FindOp(op.op), nullptr) << where << " -> " << op.op;
      }
    }
    for (const std::string& part : mapping.parts) {
      EXPECT_NE(catalog().FindOp(part), nullptr) << where << " -> " << part;
    }
  });
}

// Operations that are mapped and that no row offers: nodes are unknown (OF102).
constexpr const char* kWithoutRows[] = {"ElementWiseNeuron SOFTPLUS",
                                        "ElementWiseUnary RECIPROCAL"};

TEST_P(BundledMapping, NamesOperationsThatSomeRowOffers) {
  std::set<std::string> without;
  ForEachMapping([&](const std::string&, const Mapping& mapping) {
    for (const Mapping::Choice& choice : mapping.to) {
      for (const BackendOp& op : choice.ops) {
        const OpEntry* entry = catalog().FindOp(op.op);
        if (op.operation.empty() || entry == nullptr) continue;
        const bool offered = std::any_of(
            entry->rows.begin(), entry->rows.end(), [&](const Row& row) {
              return std::count(row.operations.begin(), row.operations.end(),
                                op.operation) > 0;
            });
        if (!offered) without.insert(absl::StrCat(op.op, " ", op.operation));
      }
    }
  });
  EXPECT_THAT(without, ElementsAreArray(kWithoutRows));
}

TEST_P(BundledMapping, OnlyTheLastChoiceHoldsAlways) {
  ForEachMapping([](const std::string& where, const Mapping& mapping) {
    for (size_t i = 0; i + 1 < mapping.to.size(); ++i) {
      EXPECT_THAT(mapping.to[i].when, Not(IsEmpty()))
          << where << " choice " << i;
    }
  });
}

TEST_P(BundledMapping, FillsEveryPortThatARowNeeds) {
  ForEachMapping([&](const std::string& where, const Mapping& mapping) {
    for (const Mapping::Choice& choice : mapping.to) {
      const auto& in = choice.in.empty() ? mapping.in : choice.in;
      if (in.empty() || choice.ops.empty()) continue;
      const OpEntry* entry = catalog().FindOp(choice.ops[0].op);
      if (entry == nullptr || entry->rows.empty()) continue;
      size_t needed = 0;
      for (size_t i = 0; i < entry->in.size(); ++i) {
        if (!entry->in[i].optional) needed = i + 1;
      }
      EXPECT_GE(in.size(), needed) << where << " -> " << entry->name;
    }
  });
}

class BundledChips : public Bundled {};

INSTANTIATE_TEST_SUITE_P(All, BundledChips,
                         testing::ValuesIn(BundledBackends()),
                         [](const auto& test) { return NameOf(test.param); });

TEST_P(BundledChips, HaveOneNameEach) {
  std::set<std::string> names;
  for (const Soc& soc : catalog().socs()) {
    EXPECT_TRUE(names.insert(soc.name).second) << soc.name;
  }
}

TEST_P(BundledChips, ResolveToThemselvesIfTheyHaveTheBackend) {
  for (const Soc& soc : catalog().socs()) {
    const absl::StatusOr<Target> target =
        catalog().Resolve({std::string(GetParam()), soc.name, ""});
    EXPECT_EQ(target.ok(), soc.has_backend) << soc.name;
    if (!target.ok()) continue;
    EXPECT_EQ(target->soc, soc.name);
    EXPECT_EQ(target->arch_number, soc.arch);
  }
}

TEST_P(BundledChips, EveryArchitectureHasAUsualChipAndResolves) {
  EXPECT_EQ(catalog().default_soc_by_arch().empty(), catalog().socs().empty());
  for (const auto& [arch, usual] : catalog().default_soc_by_arch()) {
    const absl::StatusOr<Target> by_arch =
        catalog().Resolve({"", absl::StrCat("v", arch), ""});
    ASSERT_THAT(by_arch, IsOk());
    EXPECT_EQ(by_arch->arch_number, arch);
    const absl::StatusOr<Target> by_soc = catalog().Resolve({"", usual, ""});
    ASSERT_THAT(by_soc, IsOk());
    EXPECT_EQ(by_soc->arch_number, arch);
  }
}

TEST_P(BundledChips, AreOfArchitecturesThatTheCatalogKnows) {
  for (const Soc& soc : catalog().socs()) {
    if (soc.arch == 0) continue;
    EXPECT_EQ(catalog().default_soc_by_arch().count(soc.arch), 1) << soc.name;
  }
}

TEST_P(BundledChips, TheDefaultTargetIsOfTheNewestSdk) {
  const absl::StatusOr<Target> target = catalog().Resolve({});
  ASSERT_THAT(target, IsOk());
  EXPECT_TRUE(target->sdk == catalog().newest_sdk());
  EXPECT_EQ(target->soc.empty(), catalog().socs().empty());
}

}  // namespace
}  // namespace opfit
