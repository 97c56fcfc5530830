// A program sees the environment it was started in: GoogleTest takes its orders from there.
Module['preRun'] = () => Object.assign(ENV, process.env);
