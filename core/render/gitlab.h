// Reports as GitLab's code quality artifact: one array for all files. GitLab
// shows no more of an issue than its description and its line, and knows no
// sums; what is waived is `info` and says so.

#ifndef OPFIT_CORE_RENDER_GITLAB_H_
#define OPFIT_CORE_RENDER_GITLAB_H_

#include "core/render/json_writer.h"
#include "core/render/report_writer.h"

namespace opfit {

class GitlabWriter : public ReportWriter {
 public:
  GitlabWriter();
  GitlabWriter(const GitlabWriter&) = delete;
  GitlabWriter& operator=(const GitlabWriter&) = delete;

  void Add(const CheckedFile& checked) override;
  void Finish() override;

 private:
  void AddIssue(const CheckedFile& checked, absl::string_view check,
                absl::string_view severity, absl::string_view fingerprint,
                int line, absl::string_view description);

  JsonWriter json_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_GITLAB_H_
