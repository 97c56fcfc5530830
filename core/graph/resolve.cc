#include "core/graph/resolve.h"

#include <vector>

#include "absl/types/span.h"
#include "core/graph/graph.h"

namespace opfit {
namespace {

enum State : uint8_t { kNew, kOnPath, kDone };

// Whether two specs are equal, in whatever words.
bool SayTheSame(const Graph& graph, SpecId id_a, SpecId id_b) {
  if (id_a == id_b) return true;
  const QuantSpec& a = graph.spec(id_a);
  const QuantSpec& b = graph.spec(id_b);
  return a.kind == b.kind && a.kind != QuantSpec::Kind::kDerived &&
         a.kind != QuantSpec::Kind::kShared && a.dtype == b.dtype &&
         a.encoding == b.encoding && a.qscheme == b.qscheme &&
         a.bits == b.bits && a.has_min == b.has_min && a.has_max == b.has_max &&
         a.quant_min == b.quant_min && a.quant_max == b.quant_max &&
         a.is_dynamic == b.is_dynamic && a.axis == b.axis &&
         a.observer == b.observer && a.eps == b.eps &&
         graph.scales(a) == graph.scales(b) &&
         graph.zero_points(a) == graph.zero_points(b) &&
         graph.block_size(a) == graph.block_size(b);
}

}  // namespace

ResolvedSpecs::ResolvedSpecs(const Graph& graph) : graph_(&graph) {
  size_t edges = 0;
  for (const Node& node : graph.nodes()) edges += node.input_spec_count;
  edge_consumer_.reserve(edges);
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    edge_consumer_.insert(edge_consumer_.end(), graph.node(id).input_spec_count,
                          id);
  }
  const size_t places = graph.values().size() + edges;
  places_.resize(places);
  state_.assign(places, kNew);
  for (PlaceId place = 0; place < places; ++place) {
    if (state_[place] != kNew) continue;
    // Most places stand for themselves; only the others make a chain.
    if (Next(place, places_[place]) == kNoId &&
        places_[place].problem == ResolvedSpec::Problem::kNone) {
      state_[place] = kDone;
    } else {
      Follow(place);
    }
  }
  state_ = {};
  path_ = {};
}

void ResolvedSpecs::Follow(PlaceId start) {
  ResolvedSpec end;
  PlaceId place = start;
  while (place != kNoId) {
    if (state_[place] == kDone) {
      end = places_[place];
      break;
    }
    if (state_[place] == kOnPath) {
      end.problem = ResolvedSpec::Problem::kCycle;
      end.group = place;
      break;
    }
    state_[place] = kOnPath;
    path_.push_back(place);
    place = Next(place, end);
  }
  // A chain that ends where nothing is said is a problem of every place that
  // asked to share; the last place itself only says nothing.
  for (; !path_.empty(); path_.pop_back()) {
    const PlaceId at = path_.back();
    const bool asks = graph_->spec(SpecAt(at)).kind == QuantSpec::Kind::kShared;
    const bool leads_to_nothing = asks && end.spec == kNoSpec &&
                                  end.problem == ResolvedSpec::Problem::kNone;
    if (leads_to_nothing) end.problem = ResolvedSpec::Problem::kNothing;
    places_[at] = end;
    state_[at] = kDone;
  }
}

SpecId ResolvedSpecs::SpecAt(PlaceId place) const {
  const size_t values = graph_->values().size();
  if (place < values) return graph_->value(place).spec;
  const size_t edge = place - values;
  const Node& consumer = graph_->node(edge_consumer_[edge]);
  return graph_->input_specs(consumer)[edge - consumer.first_input_spec].spec;
}

ResolvedSpecs::PlaceId ResolvedSpecs::Next(PlaceId place,
                                           ResolvedSpec& end) const {
  const SpecId id = SpecAt(place);
  const QuantSpec& spec = graph_->spec(id);
  if (spec.kind == QuantSpec::Kind::kShared) {
    const PlaceId next = PlaceOf(graph_->refs(spec).front());
    if (next == kNoId) {
      end = {kNoSpec, place, ResolvedSpec::Problem::kUnknownName};
    }
    return next;
  }
  const size_t values = graph_->values().size();
  if (place >= values) {
    const size_t edge = place - values;
    const Node& consumer = graph_->node(edge_consumer_[edge]);
    const NodeId producer =
        graph_->input_specs(consumer)[edge - consumer.first_input_spec]
            .producer;
    if (producer != kNoId && graph_->node(producer).output_count > 0) {
      const ValueId value = graph_->outputs(graph_->node(producer)).front();
      const bool repeats = consumer.allow_implicit_sharing &&
                           id != kFloatSpec &&
                           SayTheSame(*graph_, id, graph_->value(value).spec);
      if (id == kNoSpec || repeats) return value;
    }
  }
  end = {id, place, ResolvedSpec::Problem::kNone};
  return kNoId;
}

ResolvedSpecs::PlaceId ResolvedSpecs::PlaceOf(const SpecRef& ref) const {
  if (ref.producer == kNoId) return kNoId;
  const Node& producer = graph_->node(ref.producer);
  if (ref.is_edge()) {
    if (ref.consumer == kNoId) return kNoId;
    const Node& consumer = graph_->node(ref.consumer);
    const absl::Span<const InputSpec> inputs = graph_->input_specs(consumer);
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].producer != ref.producer) continue;
      return static_cast<PlaceId>(graph_->values().size() +
                                  consumer.first_input_spec + i);
    }
  }
  return producer.output_count == 0 ? kNoId : graph_->outputs(producer).front();
}

}  // namespace opfit
