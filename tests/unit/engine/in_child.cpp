#include "tests/unit/engine/in_child.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

namespace onsale {
namespace {

/// Writes the failures of the child into the pipe to its parent.
class Reporter : public testing::EmptyTestEventListener {
public:
  explicit Reporter(int pipe) : pipe_(pipe) {}
  void OnTestPartResult(const testing::TestPartResult& result) override
  {
    if (result.failed())
      dprintf(pipe_, "%s:%d: %s\n", result.file_name() == nullptr ? "?" : result.file_name(), result.line_number(),
              result.message());
  }

private:
  int pipe_;
};

/// Leaves by _exit: the tests and the exit handlers are the parent's.
[[noreturn]] void be_the_child(const std::function<void()>& part, int pipe)
{
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Reporter(pipe)); // GoogleTest owns it
  try {
    part();
  } catch (const std::exception& error) {
    dprintf(pipe, "exception: %s\n", error.what());
  }
  _exit(testing::Test::HasFailure() ? 1 : 0);
}

std::string read_all(int pipe)
{
  std::string text;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = read(pipe, buffer, sizeof buffer)) > 0)
    text.append(buffer, static_cast<std::size_t>(count));
  return text;
}

} // namespace

void in_child(const std::function<void()>& part)
{
  int ends[2];
  if (pipe(ends) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0)
    throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    close(ends[0]);
    be_the_child(part, ends[1]);
  }
  close(ends[1]);
  const std::string failures = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(failures.empty()) << failures;
  EXPECT_EQ(status, 0) << "the child did not end well (wait status)";
}

} // namespace onsale
