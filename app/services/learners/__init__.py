"""What learners say of themselves."""
