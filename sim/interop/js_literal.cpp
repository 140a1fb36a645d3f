#include "sim/interop/js_literal.hpp"

#include "model/config/faults.hpp"
#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <string_view>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 64;

class Parser {
public:
  Parser(const std::string& text, std::size_t begin, const std::string& file) : text_(text), at_(begin), file_(file) {}

  Json value(int depth = 0)
  {
    skip_blank();
    const char first = peek();
    if (depth > deepest)
      fail("options nested less than 64 deep");
    if (first == '{')
      return object(depth);
    if (first == '[')
      return list(depth);
    if (first == '"' || first == '\'' || first == '`')
      return string();
    const std::size_t begin = at_;
    const std::string word = take_word();
    if (word == "true" || word == "false")
      return word == "true";
    if (word == "null" || word == "undefined")
      return nullptr;
    std::string digits = word;
    std::erase(digits, '_');
    const auto number = config::parse_number(digits).value;
    at_ = begin;
    if (not number)
      fail("a value that needs no computing (a string, a number, a list, an object)");
    at_ += word.size();
    return *number == static_cast<double>(static_cast<std::int64_t>(*number)) ? Json(static_cast<std::int64_t>(*number))
                                                                              : Json(*number);
  }

  /// Behind the value: the end of the statement, nothing that goes on with it.
  void expect_end()
  {
    skip_blank();
    if (peek() == '.' || peek() == '+' || peek() == '(' || peek() == '?')
      fail("the end of the options");
  }

private:
  Json object(int depth)
  {
    Json result = Json::object();
    ++at_;
    while (not closes('}')) {
      std::string key = peek() == '"' || peek() == '\'' ? string() : take_word();
      if (key.empty())
        fail("a key");
      skip_blank();
      if (peek() != ':')
        fail("`:` after the key " + key);
      ++at_;
      result[key] = value(depth + 1);
      separate('}');
    }
    return result;
  }

  Json list(int depth)
  {
    Json result = Json::array();
    ++at_;
    while (not closes(']')) {
      result.push_back(value(depth + 1));
      separate(']');
    }
    return result;
  }

  bool closes(char end)
  {
    skip_blank();
    if (peek() != end)
      return false;
    ++at_;
    return true;
  }

  void separate(char end)
  {
    skip_blank();
    if (peek() == ',')
      ++at_;
    else if (peek() != end)
      fail(std::string("`,` or `") + end + "`");
  }

  std::string string()
  {
    const char quote = text_[at_];
    const std::size_t begin = at_++;
    std::string result;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '$' && quote == '`' && text_.substr(at_, 2) == "${")
        fail("a string that needs no computing");
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        result += text_[at_] == 'n' ? '\n' : text_[at_] == 't' ? '\t' : text_[at_];
      } else {
        result += text_[at_];
      }
      ++at_;
    }
    if (at_ >= text_.size()) {
      at_ = begin;
      fail("a string that ends");
    }
    ++at_;
    return result;
  }

  std::string take_word()
  {
    const auto is_part = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || c == '.' || c == '-' ||
             c == '+';
    };
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_part(text_[at_]))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_blank()
  {
    for (;;) {
      while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
        ++at_;
      if (text_.compare(at_, 2, "//") == 0)
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (text_.compare(at_, 2, "/*") == 0) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string::npos ? text_.size() : end + 2;
      } else
        return;
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  [[noreturn]] void fail(const std::string& expected) const
  {
    const std::string_view before = std::string_view(text_).substr(0, at_);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto column = at_ - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
    const std::string found = text_.substr(at_, std::min<std::size_t>(20, text_.find('\n', at_) - at_));
    throw config::InvalidInput(
        {{file_, static_cast<int>(line), static_cast<int>(column),
          "expected " + expected + ", found " + (found.empty() ? "the end of the file" : config::in_quotes(found))}});
  }

  const std::string& text_;
  std::size_t at_;
  const std::string& file_;
};

} // namespace

Json read_k6_literal(const std::string& text, const std::string& file)
{
  static const std::regex declaration(R"(\b(export\s+)?(const|let|var)\s+options\s*=\s*)");
  std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos || text[begin] != '{') {
    std::smatch found;
    if (not std::regex_search(text, found, declaration))
      throw config::InvalidInput(
          {{file, 0, 0, "there are no k6 options: expected `export const options = {..}`, or JSON"}});
    begin = static_cast<std::size_t>(found.position() + found.length());
  }
  Parser parser(text, begin, file);
  Json options = parser.value();
  parser.expect_end();
  if (not options.is_object())
    throw config::InvalidInput({{file, 0, 0, "the k6 options are no object"}});
  return options;
}

} // namespace onsale::interop
