#include "sim/run/output/openmetrics_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace onsale::run {
namespace {

std::string escaped(const std::string& text)
{
  std::string result;
  for (const char letter : text)
    if (letter == '\n')
      result += "\\n";
    else if (letter == '"' || letter == '\\')
      result += std::string("\\") + letter;
    else
      result += letter;
  return result;
}

} // namespace

std::string OpenMetricsText::label_text(Labels labels)
{
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  std::ranges::sort(labels);
  std::string text;
  for (const auto& [name, value] : labels)
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, escaped(value));
  return text.empty() ? "" : fmt::format("{{{}}}", text);
}

void OpenMetricsText::add(std::string_view family, Type type, std::string_view suffix, const std::string& labels,
                          double unix_s, double value)
{
  auto found = families_.find(family);
  if (found == families_.end())
    found = families_.emplace(std::string(family), Family{type, {}}).first;
  found->second.series[labels].push_back({unix_s, value, std::string(suffix)});
}

std::string OpenMetricsText::text() const
{
  constexpr std::array<const char*, 3> types = {"gauge", "counter", "summary"};
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  for (const auto& [name, family] : families_) {
    fmt::format_to(out, "# TYPE {} {}\n", name, types[static_cast<std::size_t>(family.type)]);
    for (const auto& [labels, samples] : family.series)
      for (const Sample& sample : samples)
        fmt::format_to(out, "{}{}{} {} {:.3f}\n", name, sample.suffix, labels, sample.value, sample.unix_s);
  }
  fmt::format_to(out, "# EOF\n");
  return fmt::to_string(text);
}

} // namespace onsale::run
