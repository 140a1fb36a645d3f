/// A gnuplot script with its data inside: first what the caller knows, then a template that draws it.
#pragma once

#include "plots/facts.hpp"
#include "plots/timeline.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::plots {

class Script {
public:
  /// name = 'value'
  Script& text(std::string_view name, std::string_view value);
  /// name = value
  Script& number(std::string_view name, double value);
  /// array name[] of texts; gnuplot has no empty arrays, so an empty one gets one empty text
  Script& texts(std::string_view name, const std::vector<std::string>& values);
  /// $name: rows of numbers in columns. A value that is not finite becomes a gap in the line.
  Script& data(std::string_view name, const std::vector<std::vector<double>>& rows);
  /// $name: one column each of the same length
  Script& columns(std::string_view name, const std::vector<std::vector<double>>& columns);
  /// slo_ms and slo: what was promised of response times; 0 and no text without a promise
  Script& promise(const std::optional<Slo>& slo);
  /// Shades what happened along the test. @param behind  under the lines; else only its edges, on top of an image
  Script& timeline(const std::vector<Stretch>& stretches, bool behind);
  /// A line of gnuplot, for what a template cannot know (tics at computed places).
  Script& line(std::string_view text);

  const std::string& str() const { return text_; }

private:
  std::string text_;
};

/// In gnuplot's quotes.
std::string in_gnuplot_quotes(std::string_view text);

} // namespace onsale::plots
