/// Pictures on a dark page.
#pragma once

#include <string>

namespace onsale::plots {

/// An SVG of gnuplot with a style inside that follows the reader's colour scheme: dark paper, and lighter shades of the
/// palette, each as far from the paper as its original is from white.
std::string with_dark_mode(std::string svg);

} // namespace onsale::plots
