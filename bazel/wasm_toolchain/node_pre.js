// A program sees the environment it was started in: GoogleTest takes its orders from there.
// One that never asks for it is linked without.
Module['preRun'] = () => typeof ENV === 'object' && Object.assign(ENV, process.env);
