#include "tests/docs/doc_commands.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace onsale::docs {
namespace {

constexpr std::string_view dev = "./dev run";

std::string without_remark(const std::string& line)
{
  return line.substr(0, std::min(line.find("   "), line.find(" #")));
}

bool is_command(const std::string& line)
{
  return line.starts_with("onsale ") || line == dev || line.starts_with(std::string(dev) + " ");
}

std::string as_program(const std::string& command)
{
  if (not command.starts_with(dev))
    return command;
  const std::string arguments = command.substr(dev.size());
  return "onsale" + (arguments.empty() ? " replay queue-5000vu" : arguments);
}

/// Commands among lines that are in a block already; a line that ends in a backslash goes on in the next.
class Gathering {
public:
  void add(std::string line, std::size_t number)
  {
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    const bool goes_on = not going_on_.text.empty();
    if (not goes_on && not is_command(line))
      return;
    if (not goes_on)
      going_on_.line = number;
    line = line.ends_with('\\') ? line : without_remark(line);
    going_on_.text += goes_on ? " " + line : line;
    if (line.ends_with('\\')) {
      going_on_.text.pop_back();
      return;
    }
    found_.push_back({going_on_.line, as_program(going_on_.text)});
    going_on_ = {};
  }
  void add_script(DocCommand script) { found_.push_back(std::move(script)); }
  std::vector<DocCommand> found() const { return found_; }

private:
  std::vector<DocCommand> found_;
  DocCommand going_on_;
};

} // namespace

std::vector<DocCommand> doc_commands(const std::string& page)
{
  Gathering gathering;
  DocCommand script;
  std::string fence; // the line that opened it; empty: outside
  std::istringstream lines(page);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (fence == "```sh")
        gathering.add_script(std::move(script));
      script = {number + 1, ""};
      fence = fence.empty() ? line : "";
    } else if (fence == "```sh") {
      script.text += line + "\n";
    } else if (not fence.empty() || line.starts_with("    ")) {
      gathering.add(line, number);
    }
  }
  return gathering.found();
}

std::vector<DocCommand> help_examples(const std::string& help)
{
  const auto begin = help.find("\nExample");
  Gathering gathering;
  std::istringstream lines(begin == std::string::npos ? "" : help.substr(begin + 1));
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);)
    gathering.add(line, ++number);
  return gathering.found();
}

} // namespace onsale::docs
