/// Several questions asked of the same runs: how often chance alone says yes to any of them.
#pragma once

#include <span>
#include <vector>

namespace onsale::study {

/// Chance of a mean at least as far above 0 as that of these differences, were their true mean 0: one-sided paired
/// Student t. Differences that are all the same say 0 (above 0), 1 (below) or 1 (all 0). Fewer than two say 1.
/// @param wider  what their standard error is multiplied by, >= 1: for what is less sure than a mean of them
double chance_of_mean_above_zero(std::span<const double> differences, double wider = 1);

/// Which of the hypotheses fall, so that the chance of felling any true one is at most `level`, however they hang
/// together: the k-th smallest p-value is held against level / (m - k + 1), until one stands.
/// @param p  [hypotheses]
/// @return [hypotheses]
/// Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 1979.
std::vector<bool> holm(std::span<const double> p, double level);

} // namespace onsale::study
