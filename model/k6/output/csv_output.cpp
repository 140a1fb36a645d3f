#include "model/k6/output/csv_output.hpp"

#include <fmt/format.h>

#include <iterator>

namespace onsale::k6 {

namespace {

/// RFC 4180, as Go's encoding/csv writes it.
std::string field(std::string_view text)
{
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos && not text.starts_with(' ') &&
                     not text.starts_with('\t') && text != "\\.";
  if (plain)
    return std::string(text);
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string columns_of(const TagSet& tags, const SystemTags& system)
{
  std::string line;
  for (const auto& name : system.names) {
    const auto* const value = tags.find(name);
    line += fmt::format(",{}", value == nullptr ? std::string{} : field(*value));
  }
  std::string extra;
  for (const auto& [name, value] : tags.tags())
    if (not system.has(name))
      extra += fmt::format("{}{}={}", extra.empty() ? "" : "&", name, value);
  return fmt::format("{},{},\n", line, field(extra));
}

} // namespace

CsvOutput::CsvOutput(std::string path, Options options) : file_(std::move(path)), options_(std::move(options))
{
  file_.write(fmt::format("metric_name,timestamp,metric_value,{},extra_tags,metadata\n",
                          fmt::join(options_.system_tags.names, ",")));
}

void CsvOutput::sample(const Metric& metric, TagSetId tags_id, const TagSet& tags, double time_s, double value)
{
  const auto id = static_cast<std::size_t>(tags_id);
  if (id >= columns_.size())
    columns_.resize(id + 1);
  if (columns_[id].empty())
    columns_[id] = columns_of(tags, options_.system_tags);
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line), "{},{},{:f}{}", metric.name,
                 time_text(instant_of(options_.start, time_s), options_.time_format), value, columns_[id]);
  file_.write({line.data(), line.size()});
}

} // namespace onsale::k6
