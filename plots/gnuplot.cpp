#include "plots/gnuplot.hpp"

#include "plots/assets.hpp"
#include "plots/child_environment.hpp"
#include "plots/script.hpp"
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
  const int error = posix_spawnp(&child, "gnuplot", &actions, nullptr, argv.data(), child_environment());
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
    return fmt::format("set terminal pngcairo noenhanced size {},{} fontscale 1.5 linewidth 2 pointscale 2 font "
                       "'sans-serif,14' background '#ffffff'\n",
                       2 * picture_width_px, 2 * height_px(picture));
  std::string name = picture.name; // of ids in the file: letters, digits and _ only
  std::replace(name.begin(), name.end(), '-', '_');
  return fmt::format("set terminal svg noenhanced size {},{} dynamic font 'Helvetica, Arial, sans-serif,14' name '{}' "
                     "background '#ffffff'\n",
                     picture_width_px, height_px(picture), name);
}

/// The head of a picture, and how much of the canvas is below it: templates place all they draw by `body`.
std::string head(const Picture& picture)
{
  const double whole_px = height_px(picture);
  const auto line = [&](int number, double down_px, const std::string& text, const char* look) {
    return fmt::format("set label {} {} at screen {}, screen {:.6f} left {}\n", number, in_gnuplot_quotes(text),
                       14.0 / picture_width_px, 1 - down_px / whole_px, look);
  };
  return fmt::format("body = {:.6f}\nbody_px = {}\n", picture.height_px / whole_px, picture.height_px) +
         line(9001, 20, picture.title, "font ':Bold,16' textcolor rgb '#404040'") +
         line(9002, 41, shortened(picture.source, 120), "font ',12' textcolor rgb '#6b6b6b'") +
         (picture.timeline.empty()
              ? ""
              : line(9003, 61, shortened(picture.timeline, 125), "font ',12' textcolor rgb '#a34700'"));
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// What gnuplot's SVG lacks.
void mend(std::string& svg)
{
  replace_all(svg, "]]>", "]]&gt;"); // of a name: may not stand in XML
  replace_all(svg, "font-family=\":Bold\"", "font-family=\"Helvetica, Arial, sans-serif\" font-weight=\"bold\"");
  replace_all(svg, "font-family=\"\"", "font-family=\"Helvetica, Arial, sans-serif\"");
  replace_all(svg, "<image ", "<image style='image-rendering:pixelated' "); // cells have edges; viewers would blur them
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
      << terminal(picture, format) << asset("style.gp") << head(picture) << picture.script << asset(picture.drawing);
  const int exit_code = run_gnuplot(scratch / "script", scratch / "picture", scratch / "errors");
  std::string drawn = text_of(scratch / "picture");
  if (exit_code != 0 || drawn.empty())
    throw GnuplotError(fmt::format("gnuplot refused {}: {}", picture.name, text_of(scratch / "errors")));
  if (format == Format::svg)
    mend(drawn);
  return drawn;
}

void require_gnuplot()
{
  run_gnuplot("--version", "/dev/null", "/dev/null");
}

} // namespace onsale::plots
