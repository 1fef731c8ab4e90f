package io.redoubt.control;

/// Is told how a round of assessments goes on, by the thread that called the assessor.
public interface AssessmentListener {

    AssessmentListener SILENT = new AssessmentListener() {};

    /// @param decided so many of the round are, this one included
    /// @param of      so many are in the round
    default void assessed(Assessment assessment, int decided, int of) {}

    /// A control broke where it should have answered; its verdict is Unknown and does not tell what `cause` may hold.
    default void broken(ControlId control, Subject subject, Throwable cause) {}
}
