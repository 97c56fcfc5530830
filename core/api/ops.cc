#include "core/api/ops.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/api/request.h"
#include "core/api/targeted.h"
#include "core/catalog/catalog.h"
#include "core/catalog/find_target.h"
#include "core/catalog/op_entry.h"
#include "core/finding/suggest.h"
#include "core/render/op_words.h"
#include "core/rules/ports.h"

namespace opfit {
namespace {

// Writes what is asked of one catalog for one target.
class OpWriter {
 public:
  OpWriter(JsonWriter& json, const Targeted& targeted)
      : json_(json), catalog_(*targeted.catalog), target_(targeted.target) {}

  // A line of the overview.
  void WriteLine(const OpEntry& op) {
    json_.BeginObject(JsonWriter::kOneLine);
    WriteState(op);
    WriteNumber(json_, "rows", op.rows.size());
    json_.End();
  }

  void WriteWhole(const OpEntry& op) {
    json_.BeginObject();
    WriteState(op);
    WriteTexts(json_, "stateSources", StateSources(op));
    WritePorts("in", op.in);
    WritePorts("out", op.out);
    WriteList("conditions", op.conditions,
              [this](const Condition& c) { WriteCondition(c); });
    WriteList("rows", op.rows, [this](const Row& row) { WriteRow(row); });
    WriteList("rejected", op.rejected,
              [this](const KnownFailure& f) { WriteFailure(f); });
    WriteList("caveats", op.caveats,
              [this](const KnownFailure& f) { WriteFailure(f); });
    json_.End();
  }

 private:
  template <typename T, typename Write>
  void WriteList(absl::string_view key, const std::vector<T>& items,
                 Write write) {
    json_.Key(key);
    json_.BeginArray();
    for (const T& item : items) write(item);
    json_.End();
  }

  void WriteSources(absl::string_view key, const SourceIds& ids) {
    WriteTexts(json_, key, catalog_.SourceTexts(ids));
  }

  void WriteState(const OpEntry& op) {
    const bool unsupported = op.unsupported_as_of.has_value();
    const std::optional<SdkVersion>& as_of =
        unsupported ? op.unsupported_as_of : op.closed;
    WriteText(json_, "name", op.name);
    WriteText(json_, "state",
              unsupported                   ? "unsupported"
              : op.IsClosedFor(target_.sdk) ? "closed"
                                            : "open");
    const bool dated = as_of.has_value() && !as_of->none();
    WriteTextOrNull(json_, "asOf", dated ? ToString(*as_of) : "");
    WriteTextOrNull(json_, "openedIn",
                    op.opened.has_value() ? ToString(*op.opened) : "");
    WriteTextOrNull(json_, "openedBy", op.opened_why);
  }

  std::vector<std::string> StateSources(const OpEntry& op) const {
    return catalog_.SourceTexts(op.unsupported_as_of.has_value()
                                    ? op.unsupported_sources
                                    : op.opened_sources);
  }

  void WritePorts(absl::string_view key, const std::vector<PortDef>& ports) {
    WriteList(key, ports, [this](const PortDef& port) {
      json_.BeginObject(JsonWriter::kOneLine);
      WriteTextOrNull(json_, "role", port.role);
      WriteText(json_, "presence",
                port.variadic   ? "repeated"
                : port.optional ? "optional"
                                : "required");
      WriteTextOrNull(json_, "channelAxis", ChannelAxisName(port.channel_axis));
      WriteTexts(json_, "encodings", EncodingNames(port.encodings));
      WriteText(json_, "otherEncodings",
                port.encodings_open ? "unknown" : "refused");
      json_.End();
    });
  }

  void WriteCondition(const Condition& condition) {
    const bool of_param = !condition.param.empty();
    json_.BeginObject();
    WriteTextOrNull(
        json_, "port",
        of_param ? ""
                 : PortName(condition.port.is_output, condition.port.index));
    WriteTextOrNull(json_, "param", condition.param);
    WriteTextOrNull(json_, "when", WhenWords(condition.when));
    WriteTexts(json_, "demands", DemandWords(condition));
    WriteTextOrNull(json_, "note", condition.text);
    WriteText(json_, "severity", SeverityName(condition.severity));
    WriteSources("sources", condition.sources);
    json_.End();
  }

  void WriteTypes(absl::string_view key, const std::vector<DTypeSet>& ports) {
    json_.Key(key);
    json_.BeginArray(JsonWriter::kOneLine);
    for (const DTypeSet dtypes : ports) {
      json_.BeginArray();
      for (const std::string& name : DTypeNames(dtypes)) json_.String(name);
      json_.End();
    }
    json_.End();
  }

  void WriteRow(const Row& row) {
    json_.BeginObject();
    WriteNumber(json_, "number", static_cast<size_t>(row.number));
    WriteTextOrNull(json_, "config", row.config);
    WriteTypes("in", row.in);
    WriteTypes("out", row.out);
    json_.Key("conditions");
    json_.BeginArray(JsonWriter::kOneLine);
    for (const uint16_t index : row.conditions) json_.Int(index);
    json_.End();
    WriteTexts(json_, "operations", row.operations);
    WriteTextOrNull(json_, "needs", GateWords(row.gate));
    WriteTextOrNull(json_, "missing", MissingWords(row.gate, target_));
    WriteText(json_, "types", row.sets ? "sets" : "combination");
    WriteTextOrNull(json_, "dispute", row.dispute);
    WriteTextOrNull(json_, "note", row.note);
    WriteSources("sources", row.sources);
    WriteSources("disputeSources", row.dispute_sources);
    json_.End();
  }

  void WriteFailure(const KnownFailure& failure) {
    json_.BeginObject();
    WriteTypes("in", failure.in);
    WriteTypes("out", failure.out);
    const std::string when = WhenWords(failure.when);
    WriteTextOrNull(json_, "port",
                    when.empty() ? ""
                                 : PortName(failure.when_port.is_output,
                                            failure.when_port.index));
    WriteTextOrNull(json_, "when", when);
    WriteText(json_, "note", failure.text);
    WriteSources("sources", failure.sources);
    json_.End();
  }

  JsonWriter& json_;
  const Catalog& catalog_;
  const Target& target_;
};

absl::Status NoSuchOp(const Catalog& catalog, absl::string_view name) {
  std::vector<absl::string_view> known;
  for (const auto& [op, entry] : catalog.ops()) known.push_back(op);
  return absl::NotFoundError(absl::StrCat("the catalog has no operator named `",
                                          name, "`", DidYouMean(name, known)));
}

}  // namespace

std::string OpsReply(const char* request_text) {
  Request request(request_text);
  const std::string target = request.root().String("target", "");
  const std::vector<CatalogText> catalogs = ReadCatalogs(request.root());
  const std::string name = request.root().String("op", "");
  if (!request.Complete()) return ErrorReply(request.status());
  absl::StatusOr<Targeted> targeted = FindTarget(target, catalogs);
  if (!targeted.ok()) return ErrorReply(targeted.status());
  const Catalog& catalog = *targeted->catalog;
  const OpEntry* op = catalog.FindOp(name);
  if (op == nullptr && !name.empty()) {
    return ErrorReply(NoSuchOp(catalog, name));
  }

  std::string out;
  JsonWriter json(out);
  OpWriter writer(json, *targeted);
  BeginReply(json);
  WriteTarget(json, "target", targeted->target);
  WriteCatalog(json, catalog);
  if (op != nullptr) {
    json.Key("op");
    writer.WriteWhole(*op);
  } else {
    json.Key("ops");
    json.BeginArray();
    for (const auto& [unused, entry] : catalog.ops()) writer.WriteLine(entry);
    json.End();
  }
  json.End();
  return out;
}

}  // namespace opfit
