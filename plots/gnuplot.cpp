#include "plots/gnuplot.hpp"

#include "plots/assets.hpp"
#include "plots/table.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX wants it declared by the program

namespace onsale::plots {
namespace {

namespace fs = std::filesystem;

/// Script, picture and messages of one call lie here; gone with the object.
class Scratch {
public:
  Scratch()
  {
    std::string pattern = (fs::temp_directory_path() / "onsale-plot-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw GnuplotError(fmt::format("no temporary folder for gnuplot: {}", std::strerror(errno)));
    folder_ = pattern;
  }
  ~Scratch()
  {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string operator/(const char* name) const { return (folder_ / name).string(); }

private:
  fs::path folder_;
};

/// @return the exit code. @throws GnuplotError if it cannot be started
int run_gnuplot(const std::string& argument, const std::string& output, const std::string& errors)
{
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::string program = "gnuplot";
  std::string copy = argument;
  std::array<char*, 3> argv = {program.data(), copy.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, "gnuplot", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT)
    throw GnuplotError("gnuplot draws the pictures and is not installed: `apt-get install gnuplot-nox`");
  if (error != 0)
    throw GnuplotError(fmt::format("gnuplot cannot be started: {}", std::strerror(error)));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string terminal(const Picture& picture, Format format)
{
  // Twice the pixels, all lengths scaled alike: sharp on the screens of today.
  if (format == Format::png)
    return fmt::format("set terminal pngcairo noenhanced size {},{} fontscale 2 linewidth 2 pointscale 2 font "
                       "'sans-serif,11' background '#ffffff'\n",
                       2 * picture_width_px, 2 * picture.height_px);
  std::string name = picture.name; // of ids in the file: letters, digits and _ only
  std::replace(name.begin(), name.end(), '-', '_');
  return fmt::format("set terminal svg noenhanced size {},{} dynamic font 'Helvetica, Arial, sans-serif,14' name '{}' "
                     "background '#ffffff'\n",
                     picture_width_px, picture.height_px, name);
}

} // namespace

std::string_view to_string(Format format)
{
  return format == Format::svg ? "svg" : "png";
}

std::string draw(const Picture& picture, Format format)
{
  const Scratch scratch;
  std::ofstream(scratch / "script", std::ios::binary)
      << terminal(picture, format) << asset("style.gp") << picture.script << asset(picture.drawing);
  const int exit_code = run_gnuplot(scratch / "script", scratch / "picture", scratch / "errors");
  std::string drawn = text_of(scratch / "picture");
  if (exit_code != 0 || drawn.empty())
    throw GnuplotError(fmt::format("gnuplot refused {}: {}", picture.name, text_of(scratch / "errors")));
  if (format == Format::svg) // cells of a heat map have edges; viewers would blur them
    for (std::size_t at = drawn.find("<image "); at != std::string::npos; at = drawn.find("<image ", at + 1))
      drawn.insert(at + 6, " style='image-rendering:pixelated'");
  return drawn;
}

void require_gnuplot()
{
  run_gnuplot("--version", "/dev/null", "/dev/null");
}

} // namespace onsale::plots
