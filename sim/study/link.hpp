/// How the processes that mpirun started reach each other. MPI stands behind it in a library of its own
/// (sim/study/mpi), which is loaded when mpirun started this program: who has one machine needs no MPI.
#pragma once

#include <memory>
#include <string>

namespace onsale::study {

struct Message {
  int from = 0;
  int tag = 0;
  std::string bytes;
};

class Link {
public:
  static constexpr int from_anyone = -1;

  virtual ~Link() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  virtual void send(int to, int tag, const std::string& bytes) = 0;
  /// Waits for a message. @param from  a rank, or from_anyone
  virtual Message receive(int from) = 0;
  /// Ends the processes of all ranks.
  virtual void abort(int exit_code) = 0;
};

/// Nothing if mpirun did not start this process.
/// @throws std::runtime_error if it did, and the library cannot be loaded
std::unique_ptr<Link> link_of_mpirun();

} // namespace onsale::study
