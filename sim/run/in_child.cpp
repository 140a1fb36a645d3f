#include "sim/run/in_child.hpp"

#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace onsale::run {
namespace {

constexpr int threw = 70; // EX_SOFTWARE: the text is the message of an exception

void write_all(int descriptor, const std::string& text)
{
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR)
      return; // the parent is gone
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
}

/// One child and the pipe that its text comes through.
class Child {
public:
  explicit Child(const std::function<std::string()>& work)
  {
    std::array<int, 2> channel{};
    if (pipe(channel.data()) != 0)
      throw ChildFailure(std::string("no pipe for a child process: ") + std::strerror(errno));
    std::fflush(nullptr); // or the child would print again what is still in the buffers
    process_ = fork();
    if (process_ < 0) {
      const int error = errno;
      close(channel[0]);
      close(channel[1]);
      throw ChildFailure(std::string("no child process: ") + std::strerror(error));
    }
    if (process_ == 0) {
      close(channel[0]);
      be_child(channel[1], work);
    }
    close(channel[1]);
    channel_ = channel[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ~Child()
  {
    close(channel_);
    if (process_ < 0)
      return;
    kill(process_, SIGKILL);
    reap();
  }

  int channel() const { return channel_; }

  /// Takes what has come. @return false at its end
  bool read_some()
  {
    std::array<char, 65536> buffer{};
    const ssize_t n = ::read(channel_, buffer.data(), buffer.size());
    if (n > 0)
      text_.append(buffer.data(), static_cast<std::size_t>(n));
    return n > 0 || (n < 0 && errno == EINTR);
  }

  /// Once nothing more comes.
  ChildResult result()
  {
    const int status = reap();
    if (WIFSIGNALED(status))
      return {"", std::string("the run was ended by signal ") + strsignal(WTERMSIG(status))};
    if (WEXITSTATUS(status) == threw)
      return {"", text_.empty() ? "the run failed without a message" : text_};
    if (WEXITSTATUS(status) != 0)
      return {"", "the run ended with exit code " + std::to_string(WEXITSTATUS(status))};
    return {std::move(text_), ""};
  }

private:
  [[noreturn]] static void be_child(int channel, const std::function<std::string()>& work)
  {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGINT, SIG_IGN); // the parent hears it too, and ends its children
    int status = 0;
    try {
      write_all(channel, work());
    } catch (const std::exception& error) {
      write_all(channel, error.what());
      status = threw;
    }
    std::fflush(nullptr);
    _exit(status); // destructors and handlers belong to the parent
  }

  int reap()
  {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return status;
  }

  pid_t process_ = -1;
  int channel_ = -1;
  std::string text_;
};

using Children = std::map<std::size_t, std::unique_ptr<Child>>;

/// Waits until one of the children has nothing more to say. @return its number
std::size_t wait_for_one(const Children& children)
{
  while (true) {
    std::vector<pollfd> waiting;
    for (const auto& [number, child] : children)
      waiting.push_back({child->channel(), POLLIN, 0});
    if (poll(waiting.data(), waiting.size(), -1) < 0)
      continue;
    auto each = waiting.begin();
    for (const auto& [number, child] : children)
      if ((each++)->revents != 0 && not child->read_some())
        return number;
  }
}

} // namespace

std::string in_child(const std::function<std::string()>& work)
{
  std::string text;
  in_children(
      1, 1, [&](std::size_t) { return work(); },
      [&](std::size_t, ChildResult result) {
        if (not result.failure.empty())
          throw ChildFailure(result.failure);
        text = std::move(result.text);
      });
  return text;
}

void in_children(std::size_t count, std::size_t jobs, const std::function<std::string(std::size_t)>& work,
                 const std::function<void(std::size_t, ChildResult)>& done, Told told)
{
  Children running;
  std::map<std::size_t, ChildResult> held_back;
  std::size_t started = 0;
  std::size_t next = 0; // to be told in order
  for (std::size_t ended = 0; ended < count; ++ended) {
    for (; started < count && running.size() < std::max<std::size_t>(1, jobs); ++started)
      running.emplace(started, std::make_unique<Child>([&work, started] { return work(started); }));
    const std::size_t number = wait_for_one(running);
    ChildResult result = running.at(number)->result();
    running.erase(number);
    if (told == Told::as_they_end) {
      done(number, std::move(result));
      continue;
    }
    held_back.emplace(number, std::move(result));
    for (; held_back.contains(next); ++next)
      done(next, std::move(held_back.at(next)));
  }
}

std::size_t available_cores()
{
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) != 0)
    return 1;
  return static_cast<std::size_t>(std::max(1, CPU_COUNT(&cores)));
}

} // namespace onsale::run
