#include "model/k6/output/json_output.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "model/k6/summary/summary_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace onsale::k6 {

namespace {

/// As Go's encoding/json writes strings, so that they may stand in a web page.
std::string html_safe(const std::string& json)
{
  std::string text;
  for (const char c : json)
    if (c == '<' || c == '>' || c == '&')
      text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      text += c;
  return text;
}

/// An expression, or an object where it says more.
std::string threshold_json(const ThresholdNote& threshold)
{
  const auto expression = html_safe(json_string(threshold.expression));
  if (not threshold.abort_on_fail)
    return expression;
  const auto delay = threshold.delay_abort_eval_s > 0
                         ? fmt::format("\"{}\"", duration_text(threshold.delay_abort_eval_s * 1e3))
                         : "null";
  return fmt::format(R"({{"threshold":{},"abortOnFail":true,"delayAbortEval":{}}})", expression, delay);
}

std::string tags_object(const TagSet& tags)
{
  std::string text;
  for (const auto& [name, value] : tags.tags())
    text +=
        fmt::format("{}{}:{}", text.empty() ? "" : ",", html_safe(json_string(name)), html_safe(json_string(value)));
  return fmt::format("{{{}}}", text);
}

/// As Go's shortest %g, which k6 uses here (not in its summaries): `0.25`, `1e-05`, `1.234567e+06`.
std::string number(double value)
{
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general).ptr;
  return {text.data(), end};
}

} // namespace

void JsonOutput::sample(const Metric& metric, TagSetId tags_id, const TagSet& tags, double time_s, double value)
{
  if (metric.sink >= described_.size() || not described_[metric.sink])
    describe(metric);
  const auto id = static_cast<std::size_t>(tags_id);
  if (id >= tags_.size())
    tags_.resize(id + 1);
  if (tags_[id].empty())
    tags_[id] = tags_object(tags);
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line),
                 R"({{"metric":"{}","type":"Point","data":{{"time":"{}","value":{},"tags":{}}}}})"
                 "\n",
                 metric.name, rfc3339(instant_of(options_.start, time_s), true), number(value), tags_[id]);
  file_.write({line.data(), line.size()});
}

void JsonOutput::describe(const Metric& metric)
{
  described_.resize(std::max(described_.size(), metric.sink + 1));
  described_[metric.sink] = true;
  std::string thresholds;
  for (const auto& threshold : metric.thresholds)
    thresholds += fmt::format("{}{}", thresholds.empty() ? "" : ",", threshold_json(threshold));
  std::string submetrics;
  for (const auto& submetric : metric.submetrics)
    submetrics += fmt::format(R"({}{{"name":{},"suffix":{},"tags":{}}})", submetrics.empty() ? "" : ",",
                              html_safe(json_string(submetric.name)), html_safe(json_string(submetric.suffix)),
                              tags_object(submetric.filter));
  file_.write(fmt::format(
      R"({{"type":"Metric","data":{{"name":"{0}","type":"{1}","contains":"{2}","thresholds":[{3}],"submetrics":{4}}},)"
      R"("metric":"{0}"}})"
      "\n",
      metric.name, name_of(metric.kind), name_of(metric.content), thresholds,
      submetrics.empty() ? "null" : fmt::format("[{}]", submetrics)));
}

} // namespace onsale::k6
