#include "plots/html.hpp"

#include <fmt/format.h>

namespace onsale::plots {
namespace {

std::string with_code(std::string_view text)
{
  std::string html;
  bool code = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t quote = std::min(text.find('`', at), text.size());
    html += escaped(text.substr(at, quote - at));
    if (quote < text.size()) {
      html += code ? "</code>" : "<code>";
      code = not code;
    }
    at = quote + 1;
  }
  if (code)
    html += "</code>";
  return html;
}

} // namespace

std::string escaped(std::string_view text)
{
  std::string html;
  for (const char letter : text)
    switch (letter) {
    case '&':
      html += "&amp;";
      break;
    case '<':
      html += "&lt;";
      break;
    case '>':
      html += "&gt;";
      break;
    case '"':
      html += "&quot;";
      break;
    default:
      html += letter;
    }
  return html;
}

std::string html_table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows)
{
  std::string html = "<div class=\"wide\" tabindex=\"0\"><table><thead><tr>";
  for (const std::string& head : heads)
    html += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
  html += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (const std::string& cell : row)
      html += fmt::format("<td>{}</td>", escaped(cell));
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string html_cards(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows)
{
  std::string html = "<div class=\"wide\" tabindex=\"0\"><table class=\"cards\"><thead><tr>";
  for (const std::string& head : heads)
    html += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
  html += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html += fmt::format("<td data-label=\"{}\">{}</td>", escaped(heads[i]), escaped(row[i]));
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string html_list(const std::vector<std::string>& items)
{
  if (items.empty())
    return {};
  std::string html = "<ul>\n";
  for (const std::string& item : items)
    html += fmt::format("<li>{}</li>\n", with_code(item));
  return html + "</ul>\n";
}

std::string data_address(std::string_view svg)
{
  std::string address = "data:image/svg+xml,";
  for (const char letter : svg) {
    // What ends an attribute or an address, and white space that browsers would trim.
    if (letter == '%' || letter == '#' || letter == '"' || letter == '<' || letter == '>' || letter == '&' ||
        static_cast<unsigned char>(letter) < ' ')
      address += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    else
      address += letter;
  }
  return address;
}

std::string filled_in(std::string_view page, const std::map<std::string, std::string, std::less<>>& values)
{
  std::string html;
  while (true) {
    const std::size_t open = page.find("{{");
    html += page.substr(0, open);
    if (open == std::string_view::npos)
      return html;
    const std::size_t close = page.find("}}", open);
    html += values.at(std::string(page.substr(open + 2, close - open - 2)));
    page.remove_prefix(close + 2);
  }
}

} // namespace onsale::plots
