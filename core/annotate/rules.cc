#include "core/annotate/rules.h"

#include "absl/strings/string_view.h"

namespace opfit {

const AnnotationRule* AnnotationRules::FindRule(absl::string_view op) const {
  const auto it = ops_.find(op);
  return it == ops_.end() ? nullptr : &it->second;
}

const QuantType* AnnotationRules::FindQuant(absl::string_view name) const {
  const auto it = quants_.find(name);
  return it == quants_.end() ? nullptr : &it->second;
}

const QuantType& AnnotationRules::default_quant() const {
  return quants_.find(default_quant_)->second;
}

}  // namespace opfit
