#include "cli/progress.h"

#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace opfit {
namespace {

constexpr std::chrono::milliseconds kPatience(500);

}  // namespace

Progress::Progress(Host& host, std::string text)
    : host_(host), text_(std::move(text)) {
  if (host.err_is_terminal) thread_ = std::thread([this] { Wait(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Progress::Wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (changed_.wait_for(lock, kPatience, [this] { return done_; })) return;
  host_.Err(absl::StrCat("\r", text_, " …"));
  changed_.wait(lock, [this] { return done_; });
  host_.Err("\r\x1b[K");
}

}  // namespace opfit
