#include "core/annotate/settings.h"

namespace opfit {

Settings SettingsOf(const QuantType& quant) {
  Settings settings;
  settings.quant = &quant;
  settings.eps = quant.eps;
  settings.granularity = quant.granularity;
  return settings;
}

Settings Patched(const Settings& base, const SettingsPatch& patch,
                 const QuantType* quant) {
  Settings out = base;
  if (quant != nullptr && quant != base.quant) {
    out.quant = quant;
    out.eps = quant->eps;
    out.granularity = quant->granularity;
    out.block_size = BlockSize();
  }
  out.qat = patch.qat.value_or(out.qat);
  out.symmetric_activations =
      patch.symmetric_activations.value_or(out.symmetric_activations);
  out.observer = patch.observer.value_or(out.observer);
  out.eps = patch.eps.value_or(out.eps);
  if (!patch.block_size.empty()) {
    out.block_size = patch.block_size;
    out.granularity[static_cast<size_t>(WeightFamily::kConv)] =
        Granularity::kPerBlock;
    out.granularity[static_cast<size_t>(WeightFamily::kLinear)] =
        Granularity::kPerBlock;
  }
  for (size_t i = 0; i < kWeightFamilyCount; ++i) {
    out.granularity[i] = patch.granularity[i].value_or(out.granularity[i]);
  }
  return out;
}

}  // namespace opfit
