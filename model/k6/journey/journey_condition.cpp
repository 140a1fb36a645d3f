#include "model/k6/journey/journey_condition.hpp"

#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace onsale::k6 {
namespace {

constexpr std::string_view signs = "=!<>";
constexpr std::string_view response_prefix = "response.";

constexpr std::array<std::pair<std::string_view, Test>, 6> comparisons{{{"==", Test::equal},
                                                                        {"!=", Test::not_equal},
                                                                        {"<", Test::less},
                                                                        {"<=", Test::less_equal},
                                                                        {">", Test::greater},
                                                                        {">=", Test::greater_equal}}};
constexpr std::array<std::pair<std::string_view, Test>, 3> states{
    {{"present", Test::present}, {"missing", Test::absent}, {"empty", Test::empty}}};

template <std::size_t size>
std::optional<Test> find(const std::array<std::pair<std::string_view, Test>, size>& table, std::string_view word)
{
  const auto found = std::ranges::find(table, word, &std::pair<std::string_view, Test>::first);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

/// Words and comparison signs, with or without spaces between them.
std::vector<std::string_view> split(std::string_view text)
{
  const auto is_space = [](char letter) { return letter == ' ' or letter == '\t' or letter == '\n'; };
  const auto is_sign = [](char letter) { return signs.find(letter) != std::string_view::npos; };
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = begin + 1;
    if (not is_space(text[begin])) {
      while (end < text.size() and not is_space(text[end]) and is_sign(text[end]) == is_sign(text[begin]))
        ++end;
      words.push_back(text.substr(begin, end - begin));
    }
    begin = end;
  }
  return words;
}

class Parser {
public:
  explicit Parser(std::string_view text) : words_(split(text)) {}

  std::vector<ParsedTerm> parse()
  {
    std::vector<ParsedTerm> terms{term()};
    while (at_ < words_.size()) {
      const auto joint = take();
      if (joint != "and" and joint != "or")
        fail("`and` or `or`", joint);
      terms.back().ends_group = joint == "or";
      terms.push_back(term());
    }
    return terms;
  }

private:
  ParsedTerm term()
  {
    if (take_phrase({"any", "check", "failed"}))
      return {"", Test::equal, 1};
    if (take_phrase({"all", "checks", "passed"}))
      return {"", Test::equal, 0};
    const auto operand = take();
    if (operand.empty() or operand == "and" or operand == "or" or signs.find(operand.front()) != std::string_view::npos)
      fail("a condition such as status == 200, data.token present or any check failed", operand);
    const auto test = take();
    if (const auto state = find(states, test))
      return {std::string(operand), *state};
    const auto comparison = find(comparisons, test);
    if (not comparison)
      fail("==, !=, <, <=, >, >=, present, missing or empty after " + config::in_quotes(operand), test);
    const auto word = take();
    const auto number = config::parse_number(word);
    if (not number.value)
      fail("a number after " + config::in_quotes(test), word);
    return {std::string(operand), *comparison, *number.value};
  }

  std::string_view take() { return at_ < words_.size() ? words_[at_++] : std::string_view(); }

  bool take_phrase(const std::array<std::string_view, 3>& phrase)
  {
    if (words_.size() - at_ < phrase.size() or
        not std::equal(phrase.begin(), phrase.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_)))
      return false;
    at_ += phrase.size();
    return true;
  }

  [[noreturn]] static void fail(const std::string& expected, std::string_view found)
  {
    throw std::invalid_argument(
        fmt::format("expected {}, found {}", expected, found.empty() ? "the end" : config::in_quotes(found)));
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
};

} // namespace

std::vector<ParsedTerm> parse_condition(std::string_view text)
{
  return Parser(text).parse();
}

bool is_field_name(std::string_view name)
{
  return name.find_first_of(".[") != std::string_view::npos;
}

std::string_view field_name(std::string_view name)
{
  return name.starts_with(response_prefix) ? name.substr(response_prefix.size()) : name;
}

} // namespace onsale::k6
