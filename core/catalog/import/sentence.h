// What the sentences of a supplement page say, as conditions.

#ifndef OPFIT_CORE_CATALOG_IMPORT_SENTENCE_H_
#define OPFIT_CORE_CATALOG_IMPORT_SENTENCE_H_

#include <string>
#include <vector>

#include "core/catalog/import/document.h"

namespace opfit {

struct SentenceReading {
  std::vector<Json> conditions;
  std::vector<std::string> unread;  // shown as notes, which are among them
};

// The sentences of one cell. `port` is "in[1]", or empty for a sentence about
// the whole operator or a parameter.
SentenceReading ReadSentences(const std::vector<std::string>& sentences,
                              const std::string& port);

}  // namespace opfit

#endif  // OPFIT_CORE_CATALOG_IMPORT_SENTENCE_H_
