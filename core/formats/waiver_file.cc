#include "core/formats/waiver_file.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/formats/document_reader.h"
#include "core/formats/graph_waivers.h"
#include "core/formats/json_cursor.h"
#include "core/formats/limits.h"
#include "core/formats/locate.h"
#include "core/graph/builder.h"

namespace opfit {
namespace {

enum Key { kSchema, kSchemaVersion, kWaivers };
constexpr absl::string_view kNames[] = {"$schema", "schemaVersion", "waivers"};
constexpr KeyTable kKeys = {"a file of waivers", kNames, KeyBit(kWaivers)};

// Gives the waivers the lines and columns of their places.
void LocateWaivers(absl::string_view source, std::vector<Waiver>& waivers) {
  std::vector<Finding> carriers;
  for (const Waiver& waiver : waivers) {
    carriers.push_back(MakeFinding(Code::kWaiverUnused));
    carriers.back().place = waiver.place;
  }
  LocateFindings(source, carriers);
  for (size_t i = 0; i < waivers.size(); ++i) {
    waivers[i].place = carriers[i].place;
  }
}

}  // namespace

WaiverFile ReadWaiverFile(std::string bytes) {
  GraphBuilder builder(std::move(bytes), GraphBuilder::Refs::kToNodes);
  DocumentReader doc(builder, Limits(), 0);
  WaiverFile file;
  doc.ReadObject(kKeys, [&](int key) {
    int64_t version = 0;
    switch (key) {
      case kSchema:
        return doc.SkipA(JsonCursor::Kind::kString);
      case kSchemaVersion:
        return static_cast<void>(doc.ReadIntWithin(1, 1, version));
      case kWaivers:
        return ReadWaivers(doc, WaiversIn::kFile, file.waivers);
    }
  });
  doc.json().ReadEnd();
  doc.Finish();
  LocateWaivers(builder.source(), file.waivers);
  ReadResult result = std::move(builder).Abandon();
  file.problems = std::move(result.findings);
  LocateFindings(result.graph.source(), file.problems);
  return file;
}

}  // namespace opfit
