#include "model/config/spring_profiles.hpp"

#include "model/config/placeholders.hpp"
#include "model/config/relaxed_name.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace onsale::config {
namespace {

/// or := and (`|` and)*, and := not (`&` not)*, not := `!` not | `(` or `)` | name
class Expression {
public:
  Expression(std::string_view text, const std::vector<std::string>& active) : rest_(text), active_(active) {}

  bool any()
  {
    bool holds = all();
    while (take('|') || take(',')) {
      const bool other = all();
      holds = holds || other;
    }
    return holds;
  }

private:
  bool all()
  {
    bool holds = one();
    while (take('&')) {
      const bool other = one();
      holds = holds && other;
    }
    return holds;
  }
  bool one()
  {
    if (take('!'))
      return not one();
    if (take('(')) {
      const bool holds = any();
      take(')');
      return holds;
    }
    skip_blanks();
    const auto end = std::min(rest_.find_first_of(" ,|&!()"), rest_.size());
    const std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return std::ranges::find(active_, name) != active_.end();
  }
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  bool take(char letter)
  {
    skip_blanks();
    if (not rest_.starts_with(letter))
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  const std::vector<std::string>& active_;
};

/// `a, b` or a list.
std::vector<std::string> names_in(const Node& node)
{
  std::string text = node.text;
  for (const Node& item : node.items)
    text += (text.empty() ? "" : ",") + item.text;
  if (const auto resolved = resolve_placeholders(text, [](std::string_view) { return std::nullopt; }); resolved.value)
    text = *resolved.value;
  std::vector<std::string> names;
  std::string name;
  for (const char letter : text + ",") {
    if (letter != ',' && std::isspace(static_cast<unsigned char>(letter)) == 0) {
      name += letter;
    } else if (not name.empty()) {
      names.push_back(name);
      name.clear();
    }
  }
  return names;
}

} // namespace

bool profile_holds(std::string_view expression, const std::vector<std::string>& active)
{
  return Expression(expression, active).any();
}

std::string profile_of(const std::vector<FlatValue>& document)
{
  for (const FlatValue& value : document) {
    const auto name = relaxed_name(value.name);
    const bool is_profile = name == "spring.config.activate.onprofile" || name == "spring.profiles";
    if (not is_profile)
      continue;
    std::string text = value.value.text;
    for (const Node& item : value.value.items)
      text += (text.empty() ? "" : ",") + item.text;
    return text;
  }
  return "";
}

std::vector<std::string> active_profiles(const std::vector<std::vector<FlatValue>>& documents)
{
  std::vector<std::string> active;
  for (const auto& document : documents)
    if (profile_of(document).empty())
      for (const FlatValue& value : document)
        if (relaxed_name(value.name) == "spring.profiles.active")
          active = names_in(value.value);
  return active.empty() ? std::vector<std::string>{"default"} : with_groups(std::move(active), documents);
}

std::vector<std::string> with_groups(std::vector<std::string> profiles,
                                     const std::vector<std::vector<FlatValue>>& documents)
{
  for (std::size_t i = 0; i < profiles.size(); ++i)
    for (const auto& document : documents)
      for (const FlatValue& value : document)
        if (relaxed_name(value.name) == relaxed_name("spring.profiles.group." + profiles[i]))
          for (const std::string& member : names_in(value.value))
            if (std::ranges::find(profiles, member) == profiles.end())
              profiles.push_back(member);
  return profiles;
}

} // namespace onsale::config
