#include "sim/cli/words/key_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string_view>

namespace onsale::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view definitions = "#/$defs/";

/// What a value may be, in a word or two. Patterns are those of times, sizes and shares.
std::string kind_of(const ordered_json& node)
{
  if (node.contains("$ref"))
    return fmt::format("[{0}](#{0})", node.at("$ref").get<std::string>().substr(definitions.size()));
  if (node.contains("enum")) {
    std::string words;
    for (const auto& each : node.at("enum"))
      words += fmt::format("{}{}", words.empty() ? "" : ", ", each.is_string() ? each.get<std::string>() : each.dump());
    return words;
  }
  const std::string pattern = node.value("pattern", "");
  if (pattern.find("(ns|us") != std::string::npos)
    return "time";
  if (pattern.find("KkMmGgTt") != std::string::npos)
    return "bytes";
  if (pattern.ends_with("%$"))
    return "share";
  for (const char* several : {"anyOf", "oneOf"})
    if (node.contains(several)) {
      std::set<std::string> kinds;
      for (const auto& each : node.at(several))
        kinds.insert(kind_of(each));
      return fmt::format("{}", fmt::join(kinds, " or "));
    }
  if (not node.contains("type"))
    return "";
  const auto& type = node.at("type");
  if (type.is_array())
    return "text";
  const auto word = type.get<std::string>();
  return word == "array" ? "list" : word == "object" ? "map" : word == "string" ? "text" : word;
}

std::string limits_of(const ordered_json& node)
{
  const auto number = [&](const char* key) { return node.at(key).dump(); };
  const bool low = node.contains("minimum") && node.value("type", ordered_json()).is_string();
  if (not low)
    return "";
  return node.contains("maximum") ? fmt::format(", {} to {}", number("minimum"), number("maximum"))
                                  : fmt::format(", from {}", number("minimum"));
}

class Tables {
public:
  std::string of(const std::string& name, const ordered_json& node)
  {
    text_ = fmt::format("### {}\n\n", name);
    if (node.contains("description"))
      text_ += sentence(node.at("description"));
    rows_.clear();
    inside(node, "");
    if (not rows_.empty())
      text_ += "| key | value | default | |\n| --- | --- | --- | --- |\n" + rows_ + "\n";
    return text_;
  }

private:
  static std::string sentence(const std::string& words) { return words.empty() ? "" : words + ".\n\n"; }

  static std::string cell(const std::string& words)
  {
    std::string result;
    for (const char letter : words)
      result += letter == '|' ? std::string("\\|") : letter == '\n' ? std::string(" ") : std::string(1, letter);
    return result;
  }

  void row(const std::string& path, const ordered_json& node)
  {
    const std::string standard =
        node.contains("default")
            ? node.at("default").is_string() ? node.at("default").get<std::string>() : node.at("default").dump()
            : "";
    rows_ +=
        fmt::format("| `{}` | {} | {} | {} |\n", path, cell(kind_of(node) + limits_of(node)),
                    standard.empty() ? "" : fmt::format("`{}`", cell(standard)), cell(node.value("description", "")));
  }

  /// Keys below a node: of a map, of each entry of a map (`<name>`), of each element of a list (`[]`).
  void inside(const ordered_json& node, const std::string& path)
  {
    for (const char* several : {"anyOf", "oneOf", "allOf"})
      if (node.contains(several))
        for (const auto& each : node.at(several))
          inside(each, path);
    if (node.contains("items"))
      inside(node.at("items"), path + "[]");
    if (node.contains("additionalProperties") && node.at("additionalProperties").is_object()) {
      const std::string its = path.empty() ? "<name>" : path + ".<name>";
      row(its, node.at("additionalProperties"));
      inside(node.at("additionalProperties"), its);
    }
    if (not node.contains("properties"))
      return;
    for (const auto& [key, value] : node.at("properties").items()) {
      // `server: {tomcat: {..}}` is another way to write `server.tomcat..`, which has rows of its own.
      if (value.value("type", ordered_json()) == "object" && not value.contains("description"))
        continue;
      const std::string its = path.empty() ? key : fmt::format("{}.{}", path, key);
      if (not seen_.insert(its).second) // another form of the same map has it, too
        continue;
      row(its, value);
      inside(value, its);
    }
  }

  std::string text_;
  std::string rows_;
  std::set<std::string> seen_;
};

} // namespace

std::string key_reference(const std::string& schema)
{
  const auto json = ordered_json::parse(schema);
  std::string text =
      "## Keys of a scenario\n\n`<name>` stands for a name of your own, `[]` for each element of a list. "
      "Times are written `30s`, `1m30s`, `500us`; sizes `4GB`; shares `20%` or `0.2`. "
      "`onsale schema` gives the same to editors.\n\n";
  for (const char* part : {"properties", "$defs"})
    for (const auto& [name, node] : json.at(part).items())
      text += Tables().of(name, node);
  return text;
}

} // namespace onsale::cli
