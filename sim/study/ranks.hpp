/// The same work over several machines: under `mpirun -n K` rank 0 hands out numbers and gathers texts, the others
/// compute, one run at a time each.
///
///   rank 0   number ->  rank 1     text ->  rank 0     next number ->  rank 1   ..   stop -> rank 1
///
/// Started without mpirun, there is one rank.
#pragma once

#include "sim/run/in_child.hpp"
#include "sim/study/link.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace onsale::study {

class Ranks {
public:
  /// Joins the others that mpirun started. Once in a process, and before a thread or child of it uses MPI.
  /// @throws std::runtime_error if mpirun started it and the library for MPI cannot be loaded
  Ranks();

  /// What mpirun told this process, known before joining; 0 without it.
  static int rank_told();

  bool several() const;
  bool is_first() const;

  /// The rest is for several ranks. On rank 0: lets the others compute the numbers. @param done  as results come
  void share_out(const std::vector<std::size_t>& numbers,
                 const std::function<void(std::size_t, run::ChildResult)>& done) const;
  /// On the others: computes what rank 0 asks for, each in a child process, until it says stop.
  void serve(const std::function<std::string(std::size_t)>& work) const;
  /// On rank 0, once there is nothing more to compute.
  void stop() const;
  /// Ends the processes of all ranks, where waiting for each other would last forever.
  void abort(int exit_code) const;

private:
  void ask(int rank, std::int64_t number) const;

  std::unique_ptr<Link> link_; // nullptr: alone
};

} // namespace onsale::study
