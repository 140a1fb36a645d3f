#include "calibration/fit/calibrated_file.hpp"

#include "model/config/faults.hpp"
#include "model/config/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace onsale::fit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "# calibrated: ";

/// Another text at one place, and the comment for the line above.
struct Edit {
  int column = 0; ///< from 1
  std::string old_text;
  std::string new_text;
  std::string comment; ///< empty: the value belongs to a parameter that is told elsewhere
};

std::vector<std::string> lines_of(const fs::path& path)
{
  config::Faults faults;
  const std::string text = config::read_text_file(path, {path.string(), 0, 0}, faults).value_or("");
  faults.throw_if_any();
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string_view without_indent(std::string_view line)
{
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

/// Where the value's text begins; after a tag or an anchor, which the reader counts as part of the value.
std::size_t position_of(const std::string& line, const Edit& edit)
{
  return line.find(edit.old_text, static_cast<std::size_t>(std::max(0, edit.column - 1)));
}

void apply(std::string& line, const Edit& edit, const fs::path& path, int number)
{
  const auto at = position_of(line, edit);
  if (at == std::string::npos)
    throw config::InvalidInput(
        {{path.string(), number, edit.column,
          fmt::format("expected {} here: the file has changed since it was read", edit.old_text)}});
  line.replace(at, edit.old_text.size(), edit.new_text);
}

std::string data_names(const Calibration& calibration)
{
  std::vector<std::string> names;
  names.reserve(calibration.fitted.size());
  for (const ComparedTest& test : calibration.fitted)
    names.push_back(test.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace

std::string interval_text(const Parameter& parameter, const ParameterInterval& interval)
{
  if (not interval.told)
    return fmt::format("{:.4g}{}, not told by the data", interval.value, parameter.unit());
  return fmt::format("{:.4g}{} [{:.4g}{}, {:.4g}{}]", interval.value, parameter.unit(), interval.low, parameter.unit(),
                     interval.high, parameter.unit());
}

std::vector<CalibratedFile> calibrated_files(const Calibration& calibration, const std::string& version)
{
  std::vector<std::string> files;
  std::map<std::string, std::multimap<int, Edit>> edits; // by file and line
  for (std::size_t i = 0; i < calibration.parameters.size(); ++i) {
    const Parameter& parameter = calibration.parameters[i];
    const double factor = parameter.value(calibration.at[i]) / parameter.start();
    std::map<std::pair<int, int>, bool> done; // values that an anchor writes once have one place
    for (const WrittenValue& value : parameter.values) {
      if (not done.emplace(std::pair(value.place.line, value.place.column), true).second)
        continue;
      if (std::find(files.begin(), files.end(), value.place.file) == files.end())
        files.push_back(value.place.file);
      const std::string tied = value.path == parameter.name
                                   ? interval_text(parameter, calibration.uncertainty.intervals[i])
                                   : "with " + parameter.name;
      edits[value.place.file].emplace(value.place.line, Edit{value.place.column, value.written,
                                                             fmt::format("{:.4g}{}", value.number * factor, value.unit),
                                                             fmt::format("{}{} = {}", mark, value.path, tied)});
    }
  }
  std::vector<CalibratedFile> result;
  for (const std::string& file : files) {
    std::string text =
        fmt::format("{}by onsale {} from {}; below: value [95 % interval]\n", mark, version, data_names(calibration));
    int number = 0;
    for (std::string line : lines_of(file)) {
      ++number;
      const auto indent = line.substr(0, line.size() - without_indent(line).size());
      if (without_indent(line).starts_with(mark))
        continue;
      const auto [first, last] = edits[file].equal_range(number);
      std::vector<Edit> on_line;
      for (auto each = first; each != last; ++each)
        on_line.push_back(each->second);
      // From right to left, so that columns stay true.
      std::sort(on_line.begin(), on_line.end(), [](const Edit& a, const Edit& b) { return a.column < b.column; });
      for (auto edit = on_line.rbegin(); edit != on_line.rend(); ++edit)
        apply(line, *edit, file, number);
      for (const Edit& edit : on_line)
        text += indent + edit.comment + "\n";
      text += line + "\n";
    }
    result.push_back({file, std::move(text)});
  }
  return result;
}

} // namespace onsale::fit
