/// Pieces of an HTML page.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::plots {

/// Text for content and quoted attributes.
std::string escaped(std::string_view text);

/// A table with a line of heads; every cell is text.
std::string html_table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// The same for rows with much text: where the page is narrow, each row becomes a card with the heads beside its cells.
std::string html_cards(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// A list of texts; nothing without any. Text between back quotes is code.
std::string html_list(const std::vector<std::string>& items);

/// An SVG as the address of an image. Its ids stay apart from those of other pictures on the page.
std::string data_address(std::string_view svg);

/// Replaces each `{{name}}` by its value. @throws std::out_of_range for a name without one
std::string filled_in(std::string_view page, const std::map<std::string, std::string, std::less<>>& values);

} // namespace onsale::plots
