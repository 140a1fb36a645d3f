/// The words of the output, explained for people who have never heard of queueing theory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::cli {

struct Term {
  std::string_view name;
  std::vector<std::string_view> others; ///< what people call it, too
  std::string_view says;
};

/// In alphabetical order.
std::span<const Term> glossary();

/// By its name or one of its others, capitals and plural ignored; nullptr: there is none.
const Term* find_term(std::string_view words);

} // namespace onsale::cli
