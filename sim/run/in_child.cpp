#include "sim/run/in_child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

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

std::string read_all(int descriptor)
{
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t n = read(descriptor, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return text;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

} // namespace

std::string in_child(const std::function<std::string()>& work)
{
  std::array<int, 2> channel{};
  if (pipe(channel.data()) != 0)
    throw ChildFailure(std::string("no pipe for a child process: ") + std::strerror(errno));
  std::fflush(nullptr); // or the child would print again what is still in the buffers
  const pid_t child = fork();
  if (child < 0)
    throw ChildFailure(std::string("no child process: ") + std::strerror(errno));
  if (child == 0) {
    close(channel[0]);
    int status = 0;
    try {
      write_all(channel[1], work());
    } catch (const std::exception& error) {
      write_all(channel[1], error.what());
      status = threw;
    }
    std::fflush(nullptr);
    _exit(status); // destructors and handlers belong to the parent
  }
  close(channel[1]);
  std::string text = read_all(channel[0]);
  close(channel[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status))
    throw ChildFailure(std::string("the run was ended by signal ") + strsignal(WTERMSIG(status)));
  if (WEXITSTATUS(status) == threw)
    throw ChildFailure(text);
  if (WEXITSTATUS(status) != 0)
    throw ChildFailure("the run ended with exit code " + std::to_string(WEXITSTATUS(status)));
  return text;
}

} // namespace onsale::run
