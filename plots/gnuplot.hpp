/// Draws pictures with gnuplot, a program of its own.
#pragma once

#include "plots/picture.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace onsale::plots {

enum class Format : std::uint8_t { svg, png };
std::string_view to_string(Format format);

/// gnuplot is missing or refused a script.
struct GnuplotError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// @return the picture file's bytes
/// @throws GnuplotError naming the package to install, or what gnuplot said
std::string draw(const Picture& picture, Format format);

/// To be told before long work. @throws GnuplotError if gnuplot cannot be run
void require_gnuplot();

} // namespace onsale::plots
