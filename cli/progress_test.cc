#include "cli/progress.h"

#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace opfit {
namespace {

class QuietHost : public Host {
 public:
  absl::StatusOr<std::string> Read(const std::string&, size_t) override {
    return absl::UnimplementedError("");
  }
  absl::Status Write(const std::string&, absl::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::Status Out(absl::string_view) override { return absl::OkStatus(); }
  void Err(absl::string_view bytes) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    err_ += std::string(bytes);
  }
  std::string err() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return err_;
  }

 private:
  std::mutex mutex_;
  std::string err_;
};

TEST(Progress, SaysNothingOfShortWork) {
  QuietHost host;
  host.err_is_terminal = true;
  { const Progress progress(host, "checking"); }
  EXPECT_EQ(host.err(), "");
}

TEST(Progress, ErasesWhatItShowed) {
  QuietHost host;
  host.err_is_terminal = true;
  {
    const Progress progress(host, "checking");
    while (host.err().empty()) std::this_thread::yield();
  }
  EXPECT_EQ(host.err(), "\rchecking …\r\x1b[K");
}

}  // namespace
}  // namespace opfit
